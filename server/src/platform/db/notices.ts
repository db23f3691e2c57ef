import type { Engine } from "./engine.ts"
import { HeldSession } from "./held-session.ts"

/** Short news for other processes that are connected to the same PostgreSQL database. Nothing is kept: who is away misses it. */
export async function sendNotice({ pool, concurrent }: Engine, channel: string, text: string): Promise<void> {
  // With one connection there is nobody else.
  if (concurrent) await pool.query("select pg_notify($1, $2)", [channel, text])
}

/**
 * Hears what is sent to a database as long as the process lives, also after the server was away.
 *
 * @param channel one of our own words, never from outside
 */
export async function hearNotices(url: string, channel: string, onNotice: (text: string) => void): Promise<void> {
  await HeldSession.open({
    url,
    take: async (client) => {
      client.on("notification", ({ payload }) => onNotice(payload ?? ""))
      await client.query(`listen ${channel}`)
      return true
    },
  })
}

import { openPostgres } from "../server/src/platform/db/index.ts"

export type PatientDatabase = Awaited<ReturnType<typeof openPatient>>

/** One connection to a PostgreSQL, for statements that take minutes. */
export async function openPatient(url: string) {
  const engine = await openPostgres(url)
  const client = await engine.pool.connect()
  await client.query("set statement_timeout = 0")
  return {
    client,
    close: async () => {
      client.release()
      await engine.close()
    },
  }
}

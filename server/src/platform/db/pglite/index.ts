import fs from "node:fs"
import pg from "pg"
import type { Engine } from "../engine.ts"
import { typeParsers } from "../types.ts"
import { prepareFolder } from "./folder.ts"
import { findLeanPostgis } from "./lean-postgis.ts"
import { Supervisor } from "./supervisor.ts"
import { findTemplate } from "./template.ts"
import { Upkeep } from "./upkeep.ts"
import { Wire } from "./wire.ts"

const CALL_TIMEOUT_MS = 30_000

export interface PgliteOptions {
  readonly folder: string
  /** A database folder to copy when there is none yet; without it our own template is used. */
  readonly template?: string
  readonly callTimeoutMs?: number
  /** The disk refused. Whoever gets this must end the process: nothing that follows could be kept. */
  readonly onDiskFailure: (reason: string) => void
  /** Upkeep that failed is tried again; it also counts in the metrics. */
  readonly onUpkeepError?: (error: unknown) => void
}

/** Opens the embedded database in its own thread, behind the same driver as PostgreSQL. One process per folder: the caller holds the lock. */
export async function openPglite(options: PgliteOptions): Promise<Engine> {
  if (!fs.existsSync(options.folder)) await prepareFolder(options.folder, options.template ?? (await findTemplate()))
  else await prepareFolder(options.folder)
  const supervisor = new Supervisor({
    folder: options.folder,
    postgis: await findLeanPostgis(),
    callTimeoutMs: options.callTimeoutMs ?? CALL_TIMEOUT_MS,
    onDiskFailure: options.onDiskFailure,
  })
  await supervisor.open()
  const pool = new pg.Pool({
    max: 1,
    types: typeParsers,
    stream: () => openWire(supervisor) as never,
    user: "postgres",
    database: "postgres",
    password: "embedded",
    idleTimeoutMillis: 0,
  })
  pool.on("error", () => {})
  // A connection that is lost while somebody holds it fails that holder's query; the event must not end the process.
  pool.on("connect", (client) => client.on("error", () => {}))
  const upkeep = new Upkeep(pool, options.onUpkeepError ?? (() => {}))
  return {
    kind: "pglite",
    pool,
    bulk: "unnest",
    concurrent: false,
    stats: () => ({
      reopened: supervisor.reopened,
      checkpoints: upkeep.checkpoints,
      vacuums: upkeep.vacuums,
      failures: upkeep.failures,
    }),
    limitCalls: (limitMs) => supervisor.limitCalls(limitMs),
    close: async () => {
      await upkeep.stop()
      await pool.end()
      await supervisor.close()
    },
  }
}

/** All connections share one session of the engine, so each ends by clearing what it left there. */
function openWire(supervisor: Supervisor): Wire {
  return new Wire(
    (bytes) => supervisor.call(bytes),
    () => {
      for (const statement of ["rollback", "discard all"]) supervisor.call(queryMessage(statement)).catch(() => {})
    },
  )
}

function queryMessage(statement: string): Uint8Array {
  const text = Buffer.from(`${statement}\0`)
  const message = Buffer.alloc(5 + text.length)
  message.write("Q", 0)
  message.writeInt32BE(4 + text.length, 1)
  text.copy(message, 5)
  return new Uint8Array(message)
}

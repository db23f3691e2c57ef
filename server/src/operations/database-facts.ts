import type { KeyObject } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { systemClock } from "@holdfast/kernel"
import type { Database, Engine } from "../platform/db/index.ts"
import { type CityKind, readCity } from "../platform/identity/index.ts"
import { RootKeeper, readRoots, verifyLog } from "../platform/log/index.ts"
import { readEngineFacts, readLogFacts } from "./store/facts.ts"
import { type AppliedMigration, listApplied } from "./store/migrations.ts"

/** Up to here the whole log is read, which takes about a second; beyond, that is left to `verify-log`. */
const QUICK_ENTRIES_MAX = 20_000

/** What an engineer asks of a database, without changing anything in it. */
export interface DatabaseFacts {
  readonly engine: Engine["kind"]
  readonly version: string
  readonly postgis: string | null
  readonly bytes: number
  readonly migrations: readonly AppliedMigration[]
  readonly city: CityKind | null
  readonly log: { readonly entries: number; readonly newestAt: string | null; readonly faults: number | null } | null
}

/** Reads the facts; also of a database that has no city yet, or an older one. */
export async function readDatabaseFacts(options: { db: Database; dataFolder: string; readLog: boolean }): Promise<DatabaseFacts> {
  const { db, dataFolder } = options
  const client = await db.connection()
  try {
    const engine = await readEngineFacts(client)
    const migrations = await listApplied(client)
    const log = await readLogFacts(client)
    client.release()
    const city = await readCity(db.query)
    const quick = options.readLog && log && log.entries <= QUICK_ENTRIES_MAX
    return {
      engine: db.engine.kind,
      ...engine,
      migrations,
      city: city?.kind ?? null,
      log: log
        ? {
            entries: log.entries,
            newestAt: log.newestAt?.toISOString() ?? null,
            faults: quick ? await countFaults(db, dataFolder) : null,
          }
        : null,
    }
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function countFaults(db: Database, dataFolder: string): Promise<number | null> {
  const publicKey = findPublicKey(dataFolder)
  if (!publicKey) return null
  const { roots } = readRoots(path.join(dataFolder, "log-roots.jsonl"))
  const { faults } = await verifyLog(db, { roots, publicKey })
  return faults.length
}

/** A keeper makes a key where there is none, so it is asked only where there is one. */
function findPublicKey(dataFolder: string): KeyObject | undefined {
  const keyFolder = path.join(dataFolder, "keys")
  if (!fs.existsSync(path.join(keyFolder, "log-signing.pem"))) return undefined
  return new RootKeeper({ file: path.join(dataFolder, "log-roots.jsonl"), keyFolder, wall: systemClock }).publicKey
}

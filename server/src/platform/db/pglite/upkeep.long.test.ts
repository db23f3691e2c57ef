import fs from "node:fs"
import path from "node:path"
import { expect, test } from "vitest"
import { temporaryFolder } from "../../../../test/engines.ts"
import { openPglite } from "./index.ts"

const GIB = 1024 ** 3
const WRITTEN_BYTES = 3 * GIB
const ROW_BYTES = 512 * 1024
const RESTART_MAX_MS = 8_000

function sizeOf(folder: string): number {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .reduce((sum, entry) => sum + (entry.isFile() ? fs.statSync(path.join(folder, entry.name)).size : 0), 0)
}

const onDiskFailure = (reason: string) => {
  throw new Error(reason)
}

test("a write of 3 GB leaves the write-ahead log under 1 GB, and a restart stays under 8 seconds", async () => {
  const folder = path.join(temporaryFolder(), "pglite")
  const engine = await openPglite({ folder, onDiskFailure })
  await engine.pool.query("create table heavy (id bigint generated always as identity, bytes bytea)")
  await engine.pool.query("alter table heavy alter column bytes set storage external")
  let walMaxBytes = 0
  for (let written = 0; written < WRITTEN_BYTES; written += 8 * ROW_BYTES) {
    await engine.pool.query(
      "insert into heavy (bytes) select decode(repeat(md5(random()::text), $1::int), 'hex') from generate_series(1, 8)",
      [ROW_BYTES / 16],
    )
    walMaxBytes = Math.max(walMaxBytes, sizeOf(path.join(folder, "pg_wal")))
  }
  expect(engine.stats().failures).toBe(0)
  expect(engine.stats().checkpoints).toBeGreaterThan(3)
  expect(walMaxBytes).toBeLessThan(GIB)
  await engine.close()
  const startedMs = performance.now()
  const again = await openPglite({ folder, onDiskFailure })
  await again.pool.query("select count(*) from heavy")
  const restartMs = performance.now() - startedMs
  await again.close()
  process.stdout.write(`write-ahead log at most ${Math.round(walMaxBytes / 1024 ** 2)} MB, restart ${Math.round(restartMs)} ms\n`)
  expect(restartMs).toBeLessThan(RESTART_MAX_MS)
})

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { temporaryFolder } from "../../../../test/engines.ts"
import { openPglite } from "./index.ts"

const child = fileURLToPath(new URL("../../../../test/power-cut-child.ts", import.meta.url))
const seed = Number(process.env["SEED"] ?? 20261121)
const random = new Random(seed)

/** Starts the writer in `base`, cuts the power, and puts what was fsynced in its place. Gives what was acknowledged. */
async function cut(base: string, moment: "while creating" | "while writing"): Promise<number> {
  const kept = `${base}-kept`
  const acknowledgedFile = `${base}-acknowledged`
  fs.cpSync(base, kept, { recursive: true })
  fs.rmSync(acknowledgedFile, { force: true })
  const writer = spawn(process.execPath, [child, base, kept, acknowledgedFile], { stdio: ["ignore", "pipe", "inherit"] })
  if (moment === "while creating") await wait(random.between(500, 9_000))
  else {
    await ready(writer)
    const before = readAcknowledged(acknowledgedFile)
    // On a busy machine the first commits may take a while; a cut before any would show nothing.
    while (readAcknowledged(acknowledgedFile) === before && writer.exitCode === null) await wait(10)
    await wait(random.between(20, 1_500))
  }
  writer.kill("SIGKILL")
  await once(writer, "exit")
  fs.rmSync(base, { recursive: true })
  fs.renameSync(kept, base)
  return readAcknowledged(acknowledgedFile)
}

function readAcknowledged(file: string): number {
  return fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0
}

async function ready(writer: ChildProcess): Promise<void> {
  for await (const chunk of writer.stdout!) if (String(chunk).includes("ready")) return
  throw new Error("the writer ended before it was ready")
}

async function countKept(base: string): Promise<{ count: number; last: number }> {
  const engine = await openPglite({
    folder: path.join(base, "pglite"),
    onDiskFailure: (reason) => {
      throw new Error(reason)
    },
  })
  try {
    const found = await engine.pool.query<{ count: number; last: number }>(
      "select count(*) as count, coalesce(max(id), 0) as last from kept",
    )
    return found.rows[0]!
  } finally {
    await engine.close()
  }
}

test(`what was acknowledged survives power cuts, the first seconds included (seed ${seed})`, async () => {
  const base = path.join(temporaryFolder(), "disk")
  fs.mkdirSync(base)
  await cut(base, "while creating")
  for (let i = 0; i < 3; i += 1) {
    const acknowledged = await cut(base, "while writing")
    expect(acknowledged).toBeGreaterThan(0)
    const { count, last } = await countKept(base)
    expect(count).toBeGreaterThanOrEqual(acknowledged)
    expect(count).toBe(last)
  }
})

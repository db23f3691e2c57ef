import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { AppError } from "@holdfast/kernel"
import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { inspectBackup } from "../src/operations/read-backup.ts"
import { checkPacks } from "../src/platform/packs/index.ts"
import { readMeasuredHours } from "../src/replay/measured-hours.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-fuzz-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const SEED = 20_260_731
const TIMEOUT_MS = 120_000

/** A file with some of its bytes replaced, taken out, or doubled. */
function damaged(whole: Buffer): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    at: fc.nat(whole.length),
    take: fc.nat(40),
    put: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom("\n", "\u0000", "{{", "- ", "&a *a", ": ", "!!js/function", "<<: *x", "NaN", "1e999", ","),
    ),
  })
  return fc.array(edit, { minLength: 1, maxLength: 5 }).map((edits) =>
    edits.reduce((bytes, { at, take, put }) => {
      const from = Math.min(at, bytes.length)
      return Buffer.concat([bytes.subarray(0, from), Buffer.from(put), bytes.subarray(from + take)])
    }, whole),
  )
}

/** Either it is read, or the failure is one of ours, with a code. */
async function readOrRefused(read: () => unknown): Promise<void> {
  try {
    await read()
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
  }
}

test.each(["rainstorm", "air-pollution"])(
  "a damaged pack %s is read, or its problems have lines",
  (name) => {
    const whole = fs.readFileSync(fileURLToPath(new URL(`../../packs/${name}/pack.yaml`, import.meta.url)))
    const pack = path.join(folder, name)
    fs.mkdirSync(pack)
    fc.assert(
      fc.property(damaged(whole), (bytes) => {
        fs.writeFileSync(path.join(pack, "pack.yaml"), bytes)
        for (const { line, file } of checkPacks(folder)) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(file).toContain("pack.yaml")
        }
      }),
      { seed: SEED, numRuns: 60 },
    )
    fs.rmSync(pack, { recursive: true })
  },
  TIMEOUT_MS,
)

const rows = Array.from(
  { length: 30 },
  (_, i) => `A,2016-07-${10 + Math.floor(i / 24)}T${String(i % 24).padStart(2, "0")}:00:00+08:00,${i},1,2`,
)
const hours = Buffer.from(["station,time,RAIN_mm,TEMP,PRES", ...rows, ""].join("\n"))

test(
  "a damaged file of measured hours is read or refused, plain and packed",
  async () => {
    const file = path.join(folder, "hours.csv")
    const bytes = fc.oneof(
      damaged(hours),
      damaged(hours).map((plain) => gzipSync(plain)),
      damaged(gzipSync(hours)),
      fc.uint8Array({ maxLength: 200 }).map((any) => Buffer.from(any)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        fs.writeFileSync(file, content)
        await readOrRefused(() => readMeasuredHours(file))
      }),
      { seed: SEED, numRuns: 300 },
    )
  },
  TIMEOUT_MS,
)

test(
  "what is no backup is refused with a code",
  async () => {
    const file = path.join(folder, "city.backup")
    const begin = fc.constantFrom("", "HOLDFAST", "\u001f\u008b")
    await fc.assert(
      fc.asyncProperty(begin, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        fs.writeFileSync(file, Buffer.concat([Buffer.from(start, "latin1"), rest]))
        await expect(inspectBackup(file, "correct horse battery")).rejects.toBeInstanceOf(AppError)
      }),
      { seed: SEED, numRuns: 60 },
    )
  },
  TIMEOUT_MS,
)

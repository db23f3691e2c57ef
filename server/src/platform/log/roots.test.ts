import fs from "node:fs"
import path from "node:path"
import { ManualClock } from "@holdfast/kernel"
import { afterEach, expect, test, vi } from "vitest"
import { temporaryFolder } from "../../../test/engines.ts"
import { RootKeeper, readRoots, verifyRoot } from "./roots.ts"

afterEach(() => {
  vi.useRealTimers()
})

const clock = new ManualClock("2026-07-30T19:00:00Z")
function open(folder: string, onError?: (error: unknown) => void) {
  const file = path.join(folder, "log-roots.jsonl")
  const keeper = new RootKeeper({ file, keyFolder: path.join(folder, "keys"), wall: clock, onError })
  const note = (size: number) => keeper.note({ size, root: Buffer.alloc(32, size) })
  const write = (size: number) => {
    note(size)
    keeper.flush()
  }
  const read = () => {
    const { roots, leftOut } = readRoots(file)
    expect(roots.every((root) => verifyRoot(root, keeper.publicKey))).toBe(true)
    return { sizes: roots.map(({ size }) => size), leftOut }
  }
  return { file, keeper, note, write, read }
}

test("a line that was cut anywhere is left out, and those that come after it are read", () => {
  const folder = temporaryFolder()
  const { file, write, read } = open(folder)
  write(1)
  write(2)
  const whole = fs.readFileSync(file)
  const firstLine = whole.indexOf(10) + 1
  for (const cut of [firstLine + 1, whole.length - 40, whole.length - 2]) {
    fs.writeFileSync(file, whole.subarray(0, cut))
    expect(read()).toEqual({ sizes: [1], leftOut: 1 })
    // As after a start.
    const again = open(folder)
    again.write(3)
    again.write(4)
    expect(read()).toEqual({ sizes: [1, 3, 4], leftOut: 1 })
  }
  // What lacks only its end is whole.
  fs.writeFileSync(file, whole.subarray(0, -1))
  open(folder).write(3)
  expect(read()).toEqual({ sizes: [1, 2, 3], leftOut: 0 })
  // Written behind an unfinished line, as it once was.
  fs.writeFileSync(file, Buffer.concat([whole.subarray(0, -40), whole]))
  expect(read()).toEqual({ sizes: [1, 2], leftOut: 1 })
  fs.appendFileSync(file, '{"size":3}\n')
  expect(() => read()).toThrow()
})

test("a disk that is full ends nothing: it is told once, tried again, and what waited is written", () => {
  vi.useFakeTimers()
  const errors: unknown[] = []
  const { file, keeper, note, read } = open(temporaryFolder(), (error) => errors.push(error))
  // Nobody can write what is a folder, whoever they are.
  fs.mkdirSync(file)
  note(1)
  vi.advanceTimersByTime(3_000)
  note(2)
  vi.advanceTimersByTime(3_000)
  expect(errors).toHaveLength(1)
  expect(keeper.latest).toBeUndefined()
  expect(() => keeper.flush()).toThrow()
  fs.rmdirSync(file)
  note(3)
  vi.advanceTimersByTime(1_000)
  expect(read()).toEqual({ sizes: [3], leftOut: 0 })
  fs.rmSync(file)
  fs.mkdirSync(file)
  note(4)
  vi.advanceTimersByTime(2_000)
  expect(errors).toHaveLength(2)
  fs.rmdirSync(file)
  vi.advanceTimersByTime(1_000)
  expect(read()).toEqual({ sizes: [4], leftOut: 0 })
})

test.skipIf(!fs.existsSync("/dev/full"))("what a full disk took half of is ended before the next root", () => {
  const { file, keeper, write, read } = open(temporaryFolder())
  write(1)
  const kept = fs.readFileSync(file)
  fs.rmSync(file)
  fs.symlinkSync("/dev/full", file)
  expect(() => write(2)).toThrow("ENOSPC")
  fs.rmSync(file)
  fs.writeFileSync(file, Buffer.concat([kept, kept.subarray(0, 30)]))
  keeper.flush()
  expect(read()).toEqual({ sizes: [1, 2], leftOut: 1 })
})

import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { differences, hashFiles, searchFiles } from "./dump.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-guard-test-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const write = (name: string, bytes: string | Buffer) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  fs.writeFileSync(path.join(folder, name), bytes)
}

test("a row or a file that changed, came, or went is a difference, and equal ones are none", () => {
  const before = new Map([
    ["warn.warning", ["a"]],
    ["sense.signal", ["b"]],
    ["log.header", ["c"]],
  ])
  const after = new Map([
    ["warn.warning", ["a"]],
    ["sense.signal", ["b", "b2"]],
    ["log.body", ["d"]],
  ])
  expect(differences(before, before)).toEqual([])
  expect(differences(before, after)).toEqual(["sense.signal changed", "log.header disappeared", "log.body appeared"])
})

test("files are known by what is in them, without those of others", () => {
  write("keys/a", "one")
  write("drills/x", "one")
  const before = hashFiles(folder, ["drills"])
  write("drills/x", "two")
  expect(differences(before, hashFiles(folder, ["drills"]))).toEqual([])
  write("keys/a", "two")
  expect(differences(before, hashFiles(folder, ["drills"]))).toEqual([`${path.join("keys", "a")} changed`])
})

test("a text is found in any file, also among bytes that are no text", () => {
  write("pglite/base/1", Buffer.concat([Buffer.from([0, 255, 7]), Buffer.from("203.0.113.77"), Buffer.from([0])]))
  expect(searchFiles(folder, ["203.0.113.77", "127.83.61.7"])).toEqual([`${path.join("pglite", "base", "1")} holds 203.0.113.77`])
})

import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { FolderLock } from "../lock/index.ts"
import { TemporaryFolder } from "./temporary-folder.ts"

const parent = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-worlds-"))
afterAll(() => fs.rmSync(parent, { recursive: true }))

/** A world's folder with something in it. */
function begin(name: string): TemporaryFolder {
  const folder = TemporaryFolder.take(path.join(parent, name))
  fs.mkdirSync(path.join(folder.path, "pglite"))
  fs.writeFileSync(path.join(folder.path, "pglite", "data"), "")
  return folder
}

test("folders whose process is gone are removed, and no others", () => {
  const running = begin("running")
  fs.mkdirSync(path.join(parent, "killed", "pglite"), { recursive: true })
  FolderLock.acquire(path.join(parent, "killed")).release()
  fs.mkdirSync(path.join(parent, "somebody-elses"))
  TemporaryFolder.removeLeft(parent)
  expect(fs.readdirSync(parent).toSorted()).toEqual(["running", "somebody-elses"])
  expect(fs.existsSync(path.join(running.path, "pglite", "data"))).toBe(true)
  running.remove()
  expect(fs.readdirSync(parent)).toEqual(["somebody-elses"])
  TemporaryFolder.removeLeft(path.join(parent, "not-there"))
})

test("a folder that is taken again is empty, and nobody takes it twice", () => {
  fs.mkdirSync(path.join(parent, "again", "pglite"), { recursive: true })
  const taken = TemporaryFolder.take(path.join(parent, "again"))
  expect(fs.readdirSync(taken.path).filter((name) => !name.startsWith("holdfast.lock"))).toEqual([])
  expect(() => TemporaryFolder.take(taken.path)).toThrow("PLATFORM_DATA_FOLDER_IN_USE")
  taken.remove()
})

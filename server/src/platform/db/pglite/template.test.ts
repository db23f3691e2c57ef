import fs from "node:fs"
import path from "node:path"
import { expect, test } from "vitest"
import { cachedTemplate } from "./template.ts"

test("several that make the same template at once get one, and nothing is left beside it", async () => {
  const name = `test-${process.pid}`
  let made = 0
  const make = async (folder: string) => {
    fs.mkdirSync(folder)
    await new Promise((resolve) => setImmediate(resolve))
    fs.writeFileSync(path.join(folder, "whole"), "")
    made += 1
  }
  const folders = await Promise.all([1, 2, 3].map(() => cachedTemplate(name, make)))
  const folder = folders[0]!
  try {
    expect(new Set(folders).size).toBe(1)
    expect(fs.readdirSync(folder)).toEqual(["whole"])
    expect(fs.readdirSync(path.dirname(folder)).filter((entry) => entry.startsWith(name))).toEqual([path.basename(folder)])
    const before = made
    expect(await cachedTemplate(name, make)).toBe(folder)
    expect(made).toBe(before)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
})

test("one that cannot be made fails, and is tried again the next time", async () => {
  const name = `test-failing-${process.pid}`
  const fail = () => Promise.reject(new Error("no room"))
  await expect(cachedTemplate(name, fail)).rejects.toThrow("no room")
  await expect(cachedTemplate(name, fail)).rejects.toThrow("no room")
})

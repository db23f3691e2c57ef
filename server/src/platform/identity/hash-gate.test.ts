import fs from "node:fs/promises"
import { expect, test } from "vitest"
import { hashInTurn } from "./hash-gate.ts"
import { verifyPassword } from "./password.ts"

test("two hash at once, guesses wait in a short line, and who has proven themselves goes before them", async () => {
  const begun: string[] = []
  const release: (() => void)[] = []
  const held = (name: string) => () => {
    begun.push(name)
    return new Promise<void>((resolve) => void release.push(resolve))
  }
  const guesses = Array.from({ length: 50 }, (_, i) => hashInTurn("guess", held(`guess ${i}`)))
  const own = hashInTurn("own", held("own"))
  const results = Promise.allSettled([...guesses, own])
  await expect(guesses[42]).rejects.toThrow("IDENTITY_BUSY")
  expect(begun).toEqual(["guess 0", "guess 1"])
  release[0]!()
  await guesses[0]
  await expect.poll(() => begun).toEqual(["guess 0", "guess 1", "own"])
  while (begun.length < 43 || release.length > 0) {
    release.shift()?.()
    await Promise.resolve()
  }
  const refused = (await results).filter(({ status }) => status === "rejected")
  expect([begun.length, refused.length]).toEqual([43, 8])
})

test("a file is read while guesses are hashed, and not after them", async () => {
  let hashed = 0
  const guesses = Array.from({ length: 40 }, async () => {
    await verifyPassword("guess-guess-1", undefined)
    hashed += 1
  })
  await fs.readFile(import.meta.filename)
  expect(hashed).toBeLessThan(20)
  await Promise.all(guesses)
})

import fs from "node:fs"
import { describe, expect, test } from "vitest"

const root = new URL("../../../../../", import.meta.url)
const page = fs.readFileSync(new URL("docs/reference/sensorthings-conformance.md", root), "utf8")
const cellsOf = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim())
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map(cellsOf)
const files = new Map(rows.filter((row) => row.length === 2).map(([name, file]) => [name!, file!.replaceAll("`", "")]))
const checks = rows.filter(([number]) => /^\d+$/.test(number!))

describe("the page of the 125 checks", () => {
  test("has each of them once, in order", () => {
    expect(checks.map(([number]) => Number(number))).toEqual(Array.from({ length: 125 }, (_, i) => i + 1))
  })
  test("names a test that is there, or says why there is none", () => {
    let proofs = 0
    for (const [number, what, proof, reason] of checks) {
      expect(what, `check ${number}`).not.toBe("")
      expect(`${proof}${reason}`, `check ${number} has neither test nor reason`).not.toBe("")
      for (const named of proof!.split("<br>").filter((one) => one !== "")) {
        const [, name, title] = /^(\w+): `(.+)`$/.exec(named) ?? []
        const file = files.get(name ?? "")
        expect(file, `check ${number}: ${named}`).toBeDefined()
        // Within quotes: a word in a comment is no test.
        const quoted = fs
          .readFileSync(new URL(file!, root), "utf8")
          .split("\n")
          .filter((line) => /["'`]/.test(line) && line.includes(title!))
        expect(quoted.length, `check ${number}: no test “${title}” in ${file}`).toBeGreaterThan(0)
        proofs += 1
      }
    }
    expect(proofs).toBeGreaterThan(125)
  })
})

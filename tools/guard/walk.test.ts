import { expect, test } from "vitest"
import { walkInterface } from "./walk.ts"

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`
/** An interface in which each record names the next, and one of them says more than it should. */
const chain = (leakyAt: number) => async (path: string) => {
  if (path === "/list") return JSON.stringify({ records: [id(1)] })
  const at = Number(path.slice(-12))
  return JSON.stringify({ because: id(at + 1), ...(at === leakyAt && { contact: "138 0000" }) })
}
const walk = (leakyAt: number) =>
  walkInterface({ role: "leader", ask: chain(leakyAt), starts: ["/list"], templates: ["/thread/{id}"], secrets: ["138 0000"] })

test("finds what is said five records behind a list, and where", async () => {
  expect((await walk(5)).leaks).toEqual([{ role: "leader", path: `/thread/${id(5)}`, secret: "138 0000", steps: 6 }])
})
test("ends after six steps, and counts what it saw", async () => {
  expect(await walk(6)).toEqual({ leaks: [], read: 6, records: 6 })
})
test("asks for a record once, also in a circle, and takes a refusal for nothing", async () => {
  const asked: string[] = []
  const ask = async (path: string) => {
    asked.push(path)
    return path === "/list" ? `${id(1)} ${id(2)}` : path.endsWith("1") ? id(2) : undefined
  }
  await walkInterface({ role: "nobody", ask, starts: ["/list"], templates: ["/a/{id}"], secrets: [] })
  expect(asked.toSorted()).toEqual([`/a/${id(1)}`, `/a/${id(2)}`, "/list"])
})

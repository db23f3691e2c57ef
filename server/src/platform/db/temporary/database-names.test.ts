import { expect, test } from "vitest"
import { DatabaseNames, type Purpose } from "./database-names.ts"

const names = new DatabaseNames({ database: "holdfast", role: "holdfast" })
const purposes: readonly Purpose[] = ["drill", "replay", "template", "unfinished"]

test("a name fits what PostgreSQL keeps of it, needs no quotes, and can be read back", () => {
  for (const purpose of purposes) {
    const name = names.of(purpose)
    expect(name).toMatch(/^[a-z0-9_]{1,63}$/)
    expect(names.read(name)).toEqual({ purpose, id: name.slice(-16) })
    expect(names.of(purpose)).not.toBe(name)
  }
  expect(names.of("template", "0123456789abcdef")).toBe(names.of("template", "0123456789abcdef"))
})

test("what is not this city's is never taken for ours", () => {
  const drill = names.of("drill")
  const foreign = [
    new DatabaseNames({ database: "holdfast2", role: "holdfast" }).of("drill"),
    new DatabaseNames({ database: "holdfast", role: "other" }).of("drill"),
    ...["holdfast", "postgres", "holdfast_drill", `${drill}0`, drill.slice(0, -1), `x${drill}`, drill.toUpperCase()],
    ...[`${drill}\n`, drill.replace("_drill_", "_live_")],
  ]
  expect(foreign.filter((name) => names.read(name))).toEqual([])
})

import { newId } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { openTestWorld } from "../../server/test/worlds.ts"
import { differences, dumpTables, type Rows } from "./dump.ts"
import type { GuardFacts } from "./facts.ts"
import { checkForgetting } from "./forgetting.ts"
import type { NightFacts } from "./night-facts.ts"
import { openEdges, searchablePersons } from "./night-points.ts"
import { readEntries, readIndexes } from "./played-rows.ts"

// Violations planted in a real database, to see that what the guard reads there shows them.
const { world } = await openTestWorld()
const rows: Rows = async <Row>(sql: string) => (await world.db.engine.pool.query(sql)).rows as Row[]
const text = { holds: "personal", purpose: "journal", readers: ["leader"], retention: "staff-action" } as const
const given = { manifest: { "respond.journal_note": { text } }, retentionDays: { "staff-action": 1_095 } }
const night = (facts: Partial<NightFacts>) => ({ night: facts as NightFacts, manifest: given.manifest as GuardFacts["manifest"] })
const note = () =>
  rows(`insert into respond.journal_note (id, at, role, text) values ('${newId()}', '2026-07-30T19:00:00Z', 'leader', 'water')`)

test("one changed row shows, and a second look at the same rows does not", async () => {
  const before = await dumpTables(rows)
  expect(differences(before, await dumpTables(rows))).toEqual([])
  await note()
  expect(differences(before, await dumpTables(rows))).toEqual(["respond.journal_note changed"])
})

test("an index over what people wrote shows, plain or of words", async () => {
  expect(searchablePersons(night({ indexes: await readIndexes(rows) }))).toEqual([])
  await rows("create index planted_plain on respond.journal_note (lower(text))")
  await rows("create index planted_words on respond.journal_note using gin (to_tsvector('simple', text))")
  const found = searchablePersons(night({ indexes: await readIndexes(rows) }))
  for (const planted of ["planted_plain", "planted_words"]) expect(found.join("\n")).toContain(planted)
})

test("a task that leads openly to a report shows", async () => {
  const report = newId()
  const record = (module: string, id: string, because?: string) =>
    world.transact(async (tx) =>
      tx.record({
        ...{ module, verb: "plant", record: id, actor: { role: "system" }, retention: "permanent", body: {} },
        ...(because && { because: { edge: "open", record: because } }),
      }),
    )
  await record("serve", report)
  await record("respond", newId(), report)
  await world.log.drain()
  expect(openEdges(night({ entries: await readEntries(rows) }))).toContain("respond.plant leads openly back to a resident")
})

test("a night in which nobody forgets shows, and one in which somebody does is clean", async () => {
  await note()
  const start = Date.parse("2026-07-30T19:00:00Z")
  const look = (forget: () => Promise<unknown>) => checkForgetting({ ...given, rows, start, forget })
  const [kept] = await look(async () => {})
  expect(kept).toMatchObject({ column: "respond.journal_note.text", days: 1_095 })
  expect(kept!.left).toBeGreaterThan(0)
  expect((await look(() => rows("delete from respond.journal_note")))[0]).toMatchObject({ left: 0 })
})

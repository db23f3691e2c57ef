import type { Bilingual, ThreadNode } from "@holdfast/contracts"
import { languages, wordsIn } from "@holdfast/words"
import type { World } from "../../platform/world/index.ts"
import { incidentCode } from "./domain/incident.ts"
import { listIncidentsByIds } from "./store/incident-store.ts"
import { listNotesByIds } from "./store/journal-store.ts"
import { listTasksByIds } from "./store/task-store.ts"

/** What the thread says of incidents, tasks, and notes of the journal. A note's text stays in the journal. */
export async function describe(world: World, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const db = world.db.query
  const [incidents, tasks, notes] = [
    await listIncidentsByIds(db, records),
    await listTasksByIds(db, records),
    await listNotesByIds(db, records),
  ]
  const node = (
    kind: ThreadNode["kind"],
    record: string,
    code: string | null,
    title: Bilingual,
    at: Date,
  ): [string, ThreadNode] => [record, { record, kind, code, title, at: at.toISOString(), module: "respond", edge: "none" }]
  return new Map([
    ...incidents.map(({ id, number, level, openedAt }) =>
      node("incident", id, incidentCode(number), said("respond:thread.incident", { level }), openedAt),
    ),
    ...tasks.map(({ id, title, openedAt }) => node("task", id, null, title, openedAt)),
    ...notes.map(({ id, at }) => node("note", id, null, said("respond:thread.note", {}), at)),
  ])
}

function said(key: string, values: Readonly<Record<string, string>>): Bilingual {
  return Object.fromEntries(languages.map((language) => [language, wordsIn(language)(key, values)])) as Bilingual
}

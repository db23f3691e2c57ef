import type { EntitySet, ResourcePath } from "@holdfast/sensorthings"
import { sql } from "kysely"
import type { Condition, Reading } from "./read-page.ts"
import { run } from "./run.ts"
import { belongs, column, related, tableOf } from "./tables.ts"

/** Where an address ends: the set, and the condition that its way there puts on it. */
export interface Resolved {
  readonly set: EntitySet
  readonly condition: Condition
  /** The entity that a collection hangs from; undefined for a whole set. */
  readonly owner?: { readonly set: EntitySet; readonly condition: Condition } | undefined
}

/** Turns the steps of an address into one condition: each entity on the way must belong to the one before. */
export function resolve(reading: Pick<Reading, "language" | "now">, path: ResourcePath): Resolved {
  let set = path.set
  let condition: Condition = path.id === undefined ? () => sql`true` : withId(path.id)
  let owner: Resolved["owner"]
  for (const [depth, step] of path.steps.entries()) {
    const before = { set, condition }
    const parent = `p${depth}`
    owner = step.many && step.id === undefined ? before : undefined
    set = step.set
    if (owner && depth === 0 && path.id !== undefined && step.name === "Observations" && path.set !== "FeaturesOfInterest") {
      // Said plainly, the database walks along the index of the series. Whether there is such a series is asked by itself.
      condition = (alias) => sql`${column(alias, "datastream_id")} = ${path.id}`
      continue
    }
    condition = (alias) => sql`exists (
      select 1 from ${tableOf(before.set)} ${sql.ref(parent)}
      where ${belongs(before.set, { alias: parent, ...reading })} and ${before.condition(parent)}
        and ${related(before.set, step.name, parent, alias)})
      ${step.id === undefined ? sql`` : sql`and ${withId(step.id)(alias)}`}`
  }
  return { set, condition, owner }
}

/** Whether the entity that a collection hangs from is there: an empty list of nobody is not an answer. */
export async function ownerExists(reading: Reading, { owner }: Resolved): Promise<boolean> {
  if (!owner) return true
  const alias = "o"
  const rows = await run(
    reading.db,
    sql`select 1 from ${tableOf(owner.set)} ${sql.ref(alias)}
    where ${belongs(owner.set, { alias, language: reading.language, now: reading.now })} and ${owner.condition(alias)} limit 1`,
  )
  return rows.length > 0
}

function withId(id: number): Condition {
  return (alias) => sql`${column(alias, "id")} = ${id}::int8`
}

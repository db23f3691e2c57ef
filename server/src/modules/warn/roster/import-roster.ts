import type { RosterImport, SaveResponsible } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Kysely } from "kysely"
import { mayAct } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import { readTable } from "../../sense/index.ts"
import type { RosterContext } from "./context.ts"
import type { StoredPerson } from "./domain/person.ts"
import { readRoster } from "./domain/roster-rows.ts"
import { openContact } from "./open-person.ts"
import { assertReal, keepPerson } from "./save-person.ts"
import { listPeopleOf } from "./store/person-store.ts"

/** Beyond this a report is no help; the count goes on. */
const BAD_ROWS_SHOWN_MAX = 200

/**
 * Reads a table (CSV or XLSX) of responsible people, and stores what is good of it when `isStored`. A row takes the place of who had
 * its area, post, and place; nobody is taken out. Throws `SENSE_TABLE_UNREADABLE`, `SENSE_TABLE_TOO_LONG`, `ROSTER_INVENTED_ONLY`.
 */
export async function importRoster(
  context: RosterContext,
  actor: Actor,
  { bytes, language, isStored }: { readonly bytes: Buffer; readonly language: string; readonly isStored: boolean },
): Promise<RosterImport> {
  assertReal(context)
  const { world } = context
  const { good, bad } = readRoster(await readTable(bytes), {
    knowsArea: (id) => context.findArea(id) !== undefined,
    mayChange: (area) => mayAct(actor, "warn.manage-roster", [area]),
    language,
  })
  const report = async (db: Kysely<unknown>) => {
    const compared = await compare(context, db, good)
    const count = (wanted: string) => compared.filter(({ is }) => is === wanted).length
    const counts = { fresh: count("fresh"), changed: count("changed"), same: count("same"), bad: bad.length }
    return { compared, counts }
  }
  const badRows = bad.slice(0, BAD_ROWS_SHOWN_MAX)
  if (!isStored) return { stored: false, ...(await report(world.db.query)).counts, badRows }
  return world.transact(async (tx) => {
    const { compared, counts } = await report(tx.db)
    for (const { person, id, is } of compared) if (is !== "same") await keepPerson(context, tx, person, id)
    const record = newId()
    tx.record({ module: "warn", verb: "import-roster", record, actor, retention: "staff-action", body: counts })
    return { stored: true, ...counts, badRows }
  })
}

interface Compared {
  readonly person: SaveResponsible
  readonly id: string
  readonly is: "fresh" | "changed" | "same"
}

/** What each row is beside who stands in its place. */
async function compare(context: RosterContext, db: Kysely<unknown>, rows: readonly SaveResponsible[]): Promise<Compared[]> {
  const known = new Map<string, StoredPerson>()
  for (const area of new Set(rows.map((row) => row.area)))
    for (const person of await listPeopleOf(db, area)) known.set(placeOf(person), person)
  return rows.map((person) => {
    const there = known.get(placeOf(person))
    if (!there) return { person, id: newId(), is: "fresh" }
    const { name, phone, email } = openContact(context.key, there)
    const { fromLevel, language } = there
    const isSame =
      JSON.stringify([name, phone, email, fromLevel, language]) ===
      JSON.stringify([person.name, person.phone, person.email, person.fromLevel, person.language])
    return { person, id: there.id, is: isSame ? "same" : "changed" }
  })
}

const placeOf = ({ area, post, place }: Pick<SaveResponsible, "area" | "post" | "place">) => JSON.stringify([area, post, place])

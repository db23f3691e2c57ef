import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import { findForbiddenTerm } from "../../../platform/packs/index.ts"
import { parseCoordinateSystem } from "../../places/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { thingKinds, thingRights } from "../sensorthings/write/rights.ts"
import { type ExistingDevice, readDevices } from "./domain/device-rows.ts"
import type { Installing } from "./installing.ts"
import { readTable } from "./read-table.ts"
import { dropDrafts, findImport, type KeptImport, putImport } from "./store/import-store.ts"

/** Beyond this a report is no help; the count goes on. */
const BAD_ROWS_SHOWN_MAX = 200
const DRAFT_KEPT_MS = 24 * 60 * 60_000

/** What stands in the street and is put up by a list. What moves, and what hangs in a home, is no business of a list. */
export const installedKinds = thingKinds.filter((kind) => {
  const { mobility, isHousehold } = thingRights(kind)
  return mobility === "fixed" && !isHousehold
})

/**
 * Reads a table of devices and keeps what it would bring as a draft for a day. Nothing is put up yet. Throws `PLACES_CRS_UNKNOWN`,
 * `SENSE_TABLE_UNREADABLE`, `SENSE_TABLE_TOO_LONG`.
 */
export async function uploadDevices(
  { world, catalogue, areaOf }: Installing,
  actor: Actor,
  { bytes, crs: given }: { readonly bytes: Buffer; readonly crs: string },
): Promise<KeptImport> {
  const crs = parseCoordinateSystem(given)
  const known = catalogue()
  const existing = devicesOf(known)
  const { fresh, same, bad } = readDevices(await readTable(bytes), {
    crs,
    kinds: installedKinds,
    properties: new Set([...known.properties.values()].map(({ id }) => id)),
    datastreams: new Set(known.datastreamByKey.keys()),
    find: (key) => existing.get(key),
    areaAt: areaOf,
    personIn: findForbiddenTerm,
  })
  const id = newId()
  return world.transact(async (tx) => {
    await dropDrafts(tx.db, new Date(tx.now.getTime() - DRAFT_KEPT_MS))
    const badRows = bad.slice(0, BAD_ROWS_SHOWN_MAX)
    await putImport(tx.db, { id, state: "draft", crs, createdAt: tx.now, devices: fresh, same, bad: bad.length, badRows })
    const body = { fresh: fresh.length, same, bad: bad.length, crs }
    tx.record({ module: "sense", verb: "upload-devices", record: id, actor, retention: "staff-action", body })
    return (await findImport(tx.db, id))!
  })
}

function devicesOf({ things, locations, datastreams }: Catalogue): Map<string, ExistingDevice> {
  const at = new Map([...locations.values()].map((location) => [location.thing.number, location.at]))
  const measures = new Map<number, string[]>()
  for (const { thing, property } of datastreams.values()) {
    measures.set(thing.number, [...(measures.get(thing.number) ?? []), property.id])
  }
  return new Map(
    [...things.values()].map(({ key, kind, name, number }) => [
      key,
      { kind, name, at: at.get(number), measures: measures.get(number) ?? [] },
    ]),
  )
}

import { type CoordinateSystem, coordinateSystems } from "@holdfast/geo"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { AreaTree } from "./domain/area-tree.ts"
import { areaColumns, readAreas } from "./domain/import-areas.ts"
import { type BadRow, readCsvRows, readGeoJsonRows } from "./domain/import-rows.ts"
import { readSites, siteColumns } from "./domain/import-sites.ts"
import { placesErrors } from "./errors.ts"
import { findBrokenShapes, listAllAreas, putAreas } from "./store/area-store.ts"
import { putSites } from "./store/site-store.ts"

const ROWS_MAX = 100_000
/** Beyond this a report is no help; the count goes on. */
const BAD_ROWS_SHOWN_MAX = 200

export interface ImportRequest {
  readonly kind: "areas" | "sites"
  readonly format: "csv" | "geojson"
  /** Whose coordinates these are. There is no guess: "unknown" is refused. */
  readonly crs: string
  readonly text: string
}

export interface ImportReport {
  readonly rows: number
  /** Rows that were new or different; a second import of the same file changes none. */
  readonly changed: number
  readonly good: number
  readonly bad: number
  /** The first of them. */
  readonly badRows: readonly BadRow[]
}

/**
 * Takes areas or sites from a file. Good rows are kept in one transaction, bad rows are named; a file whose bad rows were mended
 * can be imported again as a whole.
 */
export async function importPlaces(world: World, actor: Actor, request: ImportRequest): Promise<ImportReport> {
  const crs = parseCoordinateSystem(request.crs)
  const columns = request.kind === "areas" ? areaColumns : siteColumns
  const read = request.format === "csv" ? readCsvRows(request.text, columns) : readGeoJsonRows(request.text)
  if (read.rows.length > ROWS_MAX) throw placesErrors.TOO_MANY_ROWS({ count: read.rows.length, limit: ROWS_MAX })
  const tree = new AreaTree(await listAllAreas(world.db.query))
  const known = request.kind === "areas" ? await soundAreas() : readSites(read.rows, crs, (at) => tree.at(at)?.id)
  const bad = [...read.bad, ...known.bad].toSorted((a, b) => a.line - b.line)
  const good = "sites" in known ? known.sites.length : known.areas.length
  const changed = good === 0 ? 0 : await keep()
  return { rows: good + bad.length, good, changed, bad: bad.length, badRows: bad.slice(0, BAD_ROWS_SHOWN_MAX) }

  /** Also leaves out shapes that cross themselves, and what would hang below an area that was left out. */
  async function soundAreas() {
    const found = readAreas(read.rows, crs, (id) => tree.find(id)?.kind)
    const broken = await findBrokenShapes(
      world.db.query,
      found.areas.map(({ area }) => area.shape),
    )
    const bad: BadRow[] = [...found.bad]
    let left = found.areas.filter(({ line }, i) => {
      const reason = broken.get(i)
      if (reason !== undefined) bad.push({ line, field: "geometry", value: reason, rule: "crosses-itself" })
      return reason === undefined
    })
    for (let before = -1; before !== left.length; ) {
      before = left.length
      const ids = new Set(left.map(({ area }) => area.id))
      left = left.filter(({ line, area }) => {
        const held = area.parent === null || ids.has(area.parent) || tree.find(area.parent) !== undefined
        if (!held) bad.push({ line, field: "parent", value: area.parent, rule: "parent-unknown" })
        return held
      })
    }
    return { areas: left.map(({ area }) => area), bad }
  }

  function keep(): Promise<number> {
    return world.transact(async (tx) => {
      const count = "sites" in known ? await putSites(tx.db, known.sites) : await putAreas(tx.db, known.areas)
      tx.record({
        module: "places",
        verb: "import",
        record: newId(),
        actor,
        retention: "staff-action",
        body: { kind: request.kind, crs, good, bad: bad.length, changed: count },
      })
      return count
    })
  }
}

/** Throws `PLACES_CRS_UNKNOWN` for anything that is not the name of a coordinate system that we can undo. */
export function parseCoordinateSystem(given: string): CoordinateSystem {
  const found = coordinateSystems.find((name) => name === given.toLowerCase().replaceAll(/[\s-]/g, ""))
  if (!found) throw placesErrors.CRS_UNKNOWN({ value: given, known: coordinateSystems.join(", ") })
  return found
}

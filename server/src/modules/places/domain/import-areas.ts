import { type Area, areaKinds } from "@holdfast/contracts"
import { type CoordinateSystem, type LonLat, type MultiPolygon, toWgs84 } from "@holdfast/geo"
import type { NewArea } from "./area-tree.ts"
import { type BadRow, type ImportRow, shown } from "./import-rows.ts"
import { isMultiPolygon, parseWktPolygons } from "./wkt.ts"

export const areaColumns = ["id", "kind", "parent", "name_zh", "name_en", "population", "wkt"] as const
/** Enough for a coast, few enough that one area cannot stop the map. */
const POINTS_MAX = 20_000
const ID = /^[a-z0-9-]{1,40}(\/[a-z0-9-]{1,40}){0,3}$/

export interface ReadAreas {
  readonly areas: { readonly line: number; readonly area: NewArea }[]
  readonly bad: BadRow[]
}

/**
 * Checks rows as areas and moves their shapes to WGS 84. A parent may stand anywhere in the same file or be known already.
 *
 * @param known the kind of an area that the city already has
 */
export function readAreas(
  rows: readonly ImportRow[],
  crs: CoordinateSystem,
  known: (id: string) => Area["kind"] | undefined,
): ReadAreas {
  const kinds = new Map(rows.map(({ values }) => [values["id"] ?? "", values["kind"] ?? ""]))
  const kindOf = (id: string) => kinds.get(id) ?? known(id)
  const seen = new Set<string>()
  const bad: BadRow[] = []
  const areas: ReadAreas["areas"] = []
  for (const row of rows) {
    const fault = faultOf(row, kindOf, seen)
    const shape = shapeOf(row)
    seen.add(row.values["id"] ?? "")
    if (fault) bad.push({ line: row.line, ...fault })
    else if (!Array.isArray(shape)) bad.push({ line: row.line, ...(shape as Fault) })
    else areas.push({ line: row.line, area: toArea(row.values, moved(shape as MultiPolygon, crs)) })
  }
  return { areas, bad }
}

type Fault = Omit<BadRow, "line">

function faultOf(
  { values }: ImportRow,
  kindOf: (id: string) => string | undefined,
  seen: ReadonlySet<string>,
): Fault | undefined {
  const value = (field: string) => values[field] ?? ""
  const fault = (field: string, rule: BadRow["rule"]) => ({ field, value: shown(value(field)), rule })
  for (const field of ["id", "kind", "name_zh", "name_en"]) if (value(field) === "") return fault(field, "required")
  if (!ID.test(value("id"))) return fault("id", "id-format")
  if (seen.has(value("id"))) return fault("id", "id-twice")
  const rank = areaKinds.indexOf(value("kind") as Area["kind"])
  if (rank < 0) return fault("kind", "area-kind")
  if (rank > 0) {
    if (value("parent") === "") return fault("parent", "required")
    const parentKind = kindOf(value("parent"))
    if (parentKind === undefined) return fault("parent", "parent-unknown")
    const parentRank = areaKinds.indexOf(parentKind as Area["kind"])
    if (parentRank < 0 || parentRank >= rank) return fault("parent", "parent-kind")
    if (!value("id").startsWith(`${value("parent")}/`)) return fault("id", "id-under-parent")
  } else if (value("parent") !== "") return fault("parent", "parent-kind")
  if (!isCount(value("population"))) return fault("population", "whole-number")
  return undefined
}

function shapeOf({ shape, values }: ImportRow): MultiPolygon | Fault {
  const given = typeof shape === "string" ? parseWktPolygons(shape) : polygonsOf(shape)
  const text = shown(typeof shape === "string" ? shape : JSON.stringify(shape ?? ""))
  const field = typeof shape === "string" || shape === undefined ? "wkt" : "geometry"
  if (!given) return { field, value: values["wkt"] === "" ? "" : text, rule: "polygon" }
  let points = 0
  for (const ring of given.flat()) {
    points += ring.length
    const [first, last] = [ring[0]!, ring.at(-1)!]
    if (ring.length < 4 || first[0] !== last[0] || first[1] !== last[1])
      return { field, value: shown(JSON.stringify(ring)), rule: "ring" }
    const outside = ring.find((at) => !onEarth(at))
    if (outside) return { field, value: outside.slice(0, 2).join(" "), rule: "position" }
  }
  return points > POINTS_MAX ? { field, value: String(points), rule: "too-many-points" } : given
}

function polygonsOf(shape: Exclude<ImportRow["shape"], string>): MultiPolygon | undefined {
  const polygons =
    shape?.type === "Polygon" ? [shape.coordinates] : shape?.type === "MultiPolygon" ? shape.coordinates : undefined
  return isMultiPolygon(polygons) ? polygons : undefined
}

function moved(shape: MultiPolygon, crs: CoordinateSystem): MultiPolygon {
  return shape.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => toWgs84([lon, lat], crs))))
}

function toArea(values: ImportRow["values"], shape: MultiPolygon): NewArea {
  return {
    id: values["id"]!,
    kind: values["kind"] as Area["kind"],
    parent: values["parent"] || null,
    name: { "zh-CN": values["name_zh"]!, en: values["name_en"]! },
    population: Number(values["population"]),
    shape,
  }
}

export function onEarth([lon, lat]: LonLat): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85
}

/** A whole number that fits the column. */
export function isCount(text: string): boolean {
  return /^\d{1,9}$/.test(text)
}

import { type Site, siteKinds } from "@holdfast/contracts"
import { type CoordinateSystem, type LonLat, toWgs84 } from "@holdfast/geo"
import { isCount, onEarth } from "./import-areas.ts"
import { type BadRow, type ImportRow, shown } from "./import-rows.ts"
import { isPosition } from "./wkt.ts"

export const siteColumns = ["id", "kind", "name_zh", "name_en", "lon", "lat", "capacity"] as const
const ID = /^[a-z0-9-]{1,80}$/

/**
 * Checks rows as sites, moves them to WGS 84, and finds the area each stands in.
 *
 * @param areaAt the smallest area that holds a point
 */
export function readSites(
  rows: readonly ImportRow[],
  crs: CoordinateSystem,
  areaAt: (at: LonLat) => string | undefined,
): { sites: Site[]; bad: BadRow[] } {
  const seen = new Set<string>()
  const bad: BadRow[] = []
  const sites: Site[] = []
  for (const row of rows) {
    const { line, values } = row
    const value = (field: string) => values[field] ?? ""
    const refuse = (field: string, rule: BadRow["rule"], what = value(field)) =>
      bad.push({ line, field, value: shown(what), rule })
    const given = positionOf(row)
    const missing = ["id", "kind", "name_zh", "name_en"].find((field) => value(field) === "")
    if (missing) refuse(missing, "required")
    else if (!ID.test(value("id"))) refuse("id", "id-format")
    else if (seen.has(value("id"))) refuse("id", "id-twice")
    else if (!siteKinds.includes(value("kind") as Site["kind"])) refuse("kind", "site-kind")
    else if (value("capacity") !== "" && !isCount(value("capacity"))) refuse("capacity", "whole-number")
    else if (!given)
      refuse("geometry", "point", typeof row.shape === "object" ? JSON.stringify(row.shape) : `${value("lon")} ${value("lat")}`)
    else if (!onEarth(given)) refuse("geometry", "position", given.join(" "))
    else {
      const [lon, lat] = toWgs84(given, crs)
      const area = areaAt([lon, lat])
      if (area === undefined) refuse("geometry", "outside-city", given.join(" "))
      else
        sites.push({
          id: value("id"),
          kind: value("kind") as Site["kind"],
          name: { "zh-CN": value("name_zh"), en: value("name_en") },
          area,
          at: [lon, lat],
          capacity: value("capacity") === "" ? null : Number(value("capacity")),
        })
    }
    seen.add(value("id"))
  }
  return { sites, bad }
}

function positionOf({ shape, values }: ImportRow): LonLat | undefined {
  if (typeof shape === "object") {
    if (shape.type !== "Point" || !isPosition(shape.coordinates)) return undefined
    return [shape.coordinates[0], shape.coordinates[1]]
  }
  const [lon, lat] = [values["lon"] ?? "", values["lat"] ?? ""]
  const number = /^-?\d+(\.\d+)?$/
  return number.test(lon) && number.test(lat) ? [Number(lon), Number(lat)] : undefined
}

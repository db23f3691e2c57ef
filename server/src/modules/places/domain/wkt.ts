import type { LonLat, MultiPolygon } from "@holdfast/geo"

/** Reads a POLYGON or MULTIPOLYGON in well-known text; undefined when it is neither. Only x and y are read. */
export function parseWktPolygons(text: string): MultiPolygon | undefined {
  const found = /^\s*(?:SRID\s*=\s*\d+\s*;)?\s*(MULTIPOLYGON|POLYGON)\s*(\(.*\))\s*$/is.exec(text)
  if (!found) return undefined
  // Brackets and commas become those of JSON; nothing else but numbers may then be left.
  const numbers = found[2]!.replaceAll(
    /[^()\s,]+(?:\s+[^()\s,]+)+/g,
    (position) => `[${position.trim().split(/\s+/).slice(0, 2).join(",")}]`,
  )
  const json = numbers.replaceAll("(", "[").replaceAll(")", "]")
  if (!/^[\d\s,.eE+[\]-]*$/.test(json)) return undefined
  try {
    const coordinates = JSON.parse(json) as unknown
    const polygons = found[1]!.toUpperCase() === "POLYGON" ? [coordinates] : coordinates
    return isMultiPolygon(polygons) ? polygons : undefined
  } catch {
    return undefined
  }
}

/** Whether a value from outside is nested like the coordinates of a multipolygon, with two finite numbers at each position. */
export function isMultiPolygon(value: unknown): value is MultiPolygon {
  return (
    isList(value) && value.every((polygon) => isList(polygon) && polygon.every((ring) => isList(ring) && ring.every(isPosition)))
  )
}

export function isPosition(value: unknown): value is LonLat {
  return Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0
}

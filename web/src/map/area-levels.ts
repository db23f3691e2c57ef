import { type AreaRef, type Level, levels, type WarningArea } from "@holdfast/contracts"

/** The areas of the tiles to paint, by id, each with one level. */
export interface AreaLevels {
  readonly district: ReadonlyMap<string, Level>
  readonly street: ReadonlyMap<string, Level>
}

/**
 * Gives each area the highest level that anything has there. The depth of an id says what it is: city, district, street; a city
 * stands for all its districts.
 */
export function areaLevels(
  found: readonly { level: Level; areas: readonly WarningArea[] }[],
  districts: readonly AreaRef[],
): AreaLevels {
  const district = new Map<string, Level>()
  const street = new Map<string, Level>()
  const raise = (map: Map<string, Level>, area: AreaRef, level: Level) => {
    const before = map.get(area.id)
    if (before === undefined || levels.indexOf(level) > levels.indexOf(before)) map.set(area.id, level)
  }
  for (const { level, areas } of found) {
    for (const area of areas) {
      // Only a part of it is meant, which is drawn as itself.
      if (area.drawn) continue
      const depth = area.id.split("/").length
      if (depth === 1) for (const part of districts) raise(district, part, level)
      else raise(depth === 2 ? district : street, area, level)
    }
  }
  return { district, street }
}

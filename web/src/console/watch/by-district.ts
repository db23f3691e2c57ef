import type { Area, AreaCount } from "@holdfast/contracts"

type Place = Pick<AreaCount, "area" | "count">

/** The places of a line gathered by district, most first; what lies in no known district stands by itself. */
export function byDistrict(places: readonly Place[], areas: readonly Pick<Area, "id" | "kind" | "name">[]): Place[] {
  const districts = new Map(areas.filter(({ kind }) => kind === "district").map(({ id, name }) => [id, { id, name }]))
  const districtOf = ({ area }: Place) => districts.get(area.id.split("/").slice(0, 2).join("/")) ?? area
  return [...Map.groupBy(places, (place) => districtOf(place).id).values()]
    .map((found) => ({ area: districtOf(found[0]!), count: found.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((a, b) => b.count - a.count)
}

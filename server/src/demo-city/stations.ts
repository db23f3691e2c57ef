import type { Random } from "@holdfast/kernel"
import type { Land } from "./land.ts"
import { bilingual, districtPlaces } from "./names.ts"
import { type PlannedStation, type Point, rounded } from "./plan.ts"
import { cumulative, drawCell, inside, type Placed } from "./sites.ts"
import { distance } from "./water.ts"

const RAIN_GAUGES = 40
const RIVER_GAUGES = 12
const GAS_ALARMS = 30

/** Measuring stations: rain over the whole city, water along the river, air in each district, gas where people live densely. */
export function placeStations(city: Placed, land: Land, random: Random): PlannedStation[] {
  const { plane, seeds, streets, cellOf } = city
  const stations: PlannedStation[] = []
  const counts = new Map<string, number>()
  const put = (
    kind: PlannedStation["kind"],
    cell: number,
    at: Point,
    words: readonly [string, string],
    properties: readonly string[],
  ) => {
    const area = cellOf[cell]!
    const { name } = streets[seeds[cell]!.street]!
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    const id = `${kind}-${String(number).padStart(2, "0")}`
    stations.push({
      id,
      kind,
      name: bilingual(`${name.zh}${words[0]}`, `${name.en} ${words[1]}`),
      at: rounded(plane.toLonLat(at)),
      area: { id: area.id, name: area.name },
      datastreams: properties.map((property) => ({ id: `${id}-${property}`, property })),
    })
  }
  const inCity = seeds.flatMap((_, i) => (cellOf[i] ? [i] : []))
  const nearest = (at: Point, among = inCity) =>
    among.reduce((best, i) => (distance(seeds[i]!.at, at) < distance(seeds[best]!.at, at) ? i : best))

  for (const cell of spread(
    inCity.filter((i) => !land.inLake(seeds[i]!.at)),
    RAIN_GAUGES,
    (i) => seeds[i]!.at,
    random,
  ))
    put("rain-gauge", cell, seeds[cell]!.at, ["雨量站", "Rain Gauge"], ["rainfall"])
  const line = land.river.line.filter(land.inCity)
  for (let i = 0; i < RIVER_GAUGES; i += 1) {
    const spot = line[Math.round(((i + 0.5) / RIVER_GAUGES) * (line.length - 1))]!
    const cell = nearest(
      spot,
      inCity.filter((i) => seeds[i]!.pair !== undefined),
    )
    const at = seeds[cell]!.at
    put(
      "river-gauge",
      cell,
      [at[0] * 0.55 + spot[0] * 0.45, at[1] * 0.55 + spot[1] * 0.45],
      ["水位站", "River Gauge"],
      ["river-stage"],
    )
  }
  for (const { at } of districtPlaces) {
    const cell = nearest([at[0] * 1000, at[1] * 1000])
    put("air-station", cell, seeds[cell]!.at, ["空气站", "Air Station"], ["pm25", "pm10", "o3", "no2", "so2", "co"])
  }
  const steps = cumulative(cellOf.map((cell) => (cell?.population ?? 0) ** 1.5))
  for (let i = 0; i < GAS_ALARMS; i += 1) {
    const cell = drawCell(steps, random)
    put("gas-alarm", cell, inside(city, cell, random), ["燃气报警器", "Gas Alarm"], ["gas-alarm"])
  }
  return stations
}

/** Spread evenly: each next one is the farthest of a handful drawn (Mitchell's best candidate). */
function spread(items: readonly number[], count: number, at: (item: number) => Point, random: Random): number[] {
  const chosen = [random.pick(items)]
  while (chosen.length < count) {
    const candidates = Array.from({ length: 24 }, () => random.pick(items))
    const room = (item: number) => Math.min(...chosen.map((other) => distance(at(item), at(other))))
    chosen.push(candidates.reduce((best, item) => (room(item) > room(best) ? item : best)))
  }
  return chosen
}

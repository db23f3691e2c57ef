import { hourlyPollutants } from "@holdfast/air"
import type { ManualClock } from "@holdfast/kernel"
import { airValue } from "./air-days.ts"
import { HOUR_MS, type MeasuredHours } from "./measured-hours.ts"
import type { ReplaySense } from "./open-sense.ts"
import { describeStation } from "./stations.ts"

/** Properties of the packs by column of the file. */
const airProperties = ["pm25", "pm10", "so2", "no2", "co", "o3"] as const
const rainProperties = ["rainfall"] as const

/**
 * Gives the world hour after hour, through the door that live measurements take. A value is known at the end of its hour: that
 * is its time, and the time on the clock when it is taken in. `onHour` runs after the rules have seen the hour.
 */
export async function feedHours(options: {
  readonly measured: MeasuredHours
  readonly sense: ReplaySense
  readonly clock: ManualClock
  readonly onHour: (end: Date) => Promise<void>
}): Promise<void> {
  const { measured, sense, clock, onHour } = options
  const { kind } = measured.layout
  const properties = kind === "air" ? airProperties : rainProperties
  const stations = measured.stations.map((station, index) => ({
    station,
    id: `station-${index + 1}`,
    ...describeStation(station),
  }))
  await sense.createStations(
    stations.map(({ id, name, at }) => ({
      id,
      kind: kind === "air" ? "air-station" : "rain-gauge",
      name,
      at,
      area: { id, name },
      datastreams: properties.map((property) => ({ id: `${id}-${property}`, property })),
    })),
  )
  for (const startMs of measured.hours()) {
    const end = new Date(startMs + HOUR_MS)
    clock.advanceTo(end)
    const batch = stations
      .filter(({ station }) => measured.has(station, startMs))
      .flatMap(({ station, id }) =>
        properties.map((property, column) => {
          const value = measured.valueAt(station, startMs, column)
          const result = kind === "air" ? airValue(hourlyPollutants[column]!, value) : value
          return { datastream: `${id}-${property}`, phenomenonTime: end, resultTime: end, result }
        }),
      )
    if (batch.length > 0) await sense.ingest(batch)
    await sense.sweep(end)
    await onHour(end)
  }
}

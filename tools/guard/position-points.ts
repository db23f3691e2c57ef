import type { GuardFacts } from "./facts.ts"
import { eachLine } from "./source-points.ts"

/** Tables and messages with a position, each of something that stays where it is. A new one is looked at before it is added. */
const fixedTables: Readonly<Record<string, string>> = {
  "places.area": "an area of the city",
  "places.site": "a building",
  "places.feature": "the map",
  "places.terrain": "the ground",
  "sense.location": "where a station stands",
  "sense.thing_location": "which place that is",
  "sense.feature_of_interest": "the place that a measurement is about",
  "warn.ground": "the ground that a warning is for",
  // Of what moves, both are gone after a day: `sense.forget-trails` and its test.
  "sense.historical_location_location": "where a station stood before",
}
const fixedMessages = new Set(["Area", "Site", "Station", "InstalledDevice", "DeviceImport", "ShapeSource", "ReadShape"])
/** Whoever has one of these beside a position could say where somebody was, and when. */
const movers = /(^|_)(person|resident|account|session|device|phone|unit|crew|officer|vehicle|inspector|volunteer|patrol)(_|$)/
const journeys =
  /(^|[._])(track|trail|trace|route_taken|whereabouts|movement|heading|course|speed_kmh|last_seen_at_place|gps|geofence)(s?)([._]|$)/
const places = /(^|_)(lon|lng|lat|longitude|latitude|position_at|coordinates|geom|geog|location|whereabouts)(_|$)/
/** The position of a reader in the log is a number and no place. */
const placeTypes = /^(geometry|geography|point|path|polygon|lseg)/

/** Room for where a unit or a person was: in a table, a message, or a log entry. */
export function storedPositions({ columns, sources, night }: Pick<GuardFacts, "columns" | "sources" | "night">): string[] {
  const inTables = columns.flatMap(({ table, column, type }) => {
    const at = `${table}.${column}`
    if (journeys.test(at)) return [`${at} is named after a journey`]
    if (!placeTypes.test(type) && !places.test(column)) return []
    if (!(table in fixedTables)) return [`${at} holds a place, and nobody said that it is one of something that stays there`]
    const beside = columns.filter((other) => other.table === table && movers.test(other.column))
    return beside.map((other) => `${table} holds a place beside ${other.column}`)
  })
  return [
    ...new Set(inTables),
    ...movingMessages(sources),
    ...night.entries.flatMap(({ module, verb, body }) =>
      body !== null && holdsPlace(JSON.parse(body)) ? [`the log says a place at ${module}.${verb}`] : [],
    ),
    ...night.trails.map((trace) => `a buoy was forgotten a day later, but not ${trace}`),
    ...(night.entries.some(({ body }) => body !== null) ? [] : ["no entry of the log was read"]),
  ]
}

/** Messages of the contracts with a position that are not of something fixed. */
function movingMessages(sources: GuardFacts["sources"]): string[] {
  let message = ""
  return eachLine(sources, (file) => file.startsWith("packages/contracts/src/")).flatMap(({ at, code }) => {
    message = /^(?:export )?const (\w+)/.exec(code)?.[1] ?? message
    const isPlace =
      /^\s+\w+:.*\bLonLat\b/.test(code) ||
      /^\s+(lon|lng|lat|longitude|latitude|coordinates|position|location)\w*:\s*(z|Lon)/i.test(code)
    // How far somebody has read the log is a whole number.
    if (!isPlace || /position: z\.int\(\)/.test(code) || fixedMessages.has(message)) return []
    return [`${at}: ${message} has a place, and nobody said that it is one of something that stays there`]
  })
}

/** A pair of degrees, or a field named after one, anywhere in a value. */
function holdsPlace(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false
  if (Array.isArray(value)) return isLonLat(value) || value.some(holdsPlace)
  return Object.entries(value).some(
    ([name, inner]) => /^(lon|lng|lat|longitude|latitude|coordinates|geometry|position)$/i.test(name) || holdsPlace(inner),
  )
}

function isLonLat(value: readonly unknown[]): boolean {
  if (value.length !== 2) return false
  const [lon, lat] = value as [unknown, unknown]
  if (typeof lon !== "number" || typeof lat !== "number") return false
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && !(Number.isInteger(lon) && Number.isInteger(lat))
}

import { z } from "zod"

/** What can be switched off on the map and in its list, in the order of the menu. */
export const mapLayers = [
  "warnings",
  "drafts",
  "signals",
  "outside-alerts",
  "rain-gauge",
  "river-gauge",
  "air-station",
  "gas-alarm",
  "smoke-alarm",
  "water-level",
  "weather-station",
  "pump",
  "substation",
  "station",
  "outage",
  "sites",
  "relief",
] as const
export type MapLayer = (typeof mapLayers)[number]

const STORED = "holdfast-map-hidden"
const Hidden = z.array(z.enum(mapLayers))

/** What was switched off on this device; nothing when that cannot be read. */
export function readHidden(): ReadonlySet<MapLayer> {
  try {
    return new Set(Hidden.parse(JSON.parse(localStorage.getItem(STORED) ?? "[]")))
  } catch {
    return new Set()
  }
}

export function keepHidden(hidden: ReadonlySet<MapLayer>): void {
  localStorage.setItem(STORED, JSON.stringify([...hidden]))
}

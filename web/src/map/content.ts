import {
  type Area,
  type AreaCount,
  type Bilingual,
  type Level,
  type LonLat,
  levels,
  type Outage,
  type Signal,
  type Station,
  type Warning,
} from "@holdfast/contracts"
import { isInForce } from "../console/warnings/standing.ts"
import { type AreaLevels, areaLevels } from "./area-levels.ts"
import type { MapLayer } from "./map-layers.ts"
import { type MapShape, shapesOf } from "./shape-outline.ts"

/** A point on the map and a row of its list: both show the same. */
export interface MapThing {
  readonly key: string
  readonly kind: Station["kind"] | "outage" | "signals"
  readonly name: Bilingual
  readonly at: LonLat | undefined
  /** Of the signal that it belongs to; undefined when nothing is raised there. */
  readonly level: Level | undefined
  readonly signal: string | undefined
  readonly outage: Outage | undefined
  /** Comes before what is calm: somebody is without power or water. */
  readonly urgent: boolean
  readonly station: Station | undefined
  /** How many signals lie in an area: the numbers of the inbox. */
  readonly count?: AreaCount
}

/** What a thing that stands for the signals of an area is called. */
export const SIGNALS_KEY = "area:"

export interface MapContent {
  readonly things: readonly MapThing[]
  readonly warnings: AreaLevels
  readonly drafts: AreaLevels
  readonly signals: AreaLevels
  /** Drawn areas of warnings in force and of drafts. */
  readonly shapes: readonly MapShape[]
  /** Whether schools, shelters, and hospitals are shown. */
  readonly sites: boolean
  readonly relief: boolean
}

export interface MapSources {
  readonly signals: readonly Signal[]
  /** Of all signals, also of those that the list above does not hold. */
  readonly signalAreas?: readonly AreaCount[]
  readonly warnings: readonly Warning[]
  readonly stations: readonly Station[]
  readonly outages: readonly Outage[]
  readonly areas: readonly Area[]
  /** What the reader switched off. */
  readonly hidden?: ReadonlySet<MapLayer>
  readonly now: Date
}

/** Everything that the map shows, from the same answers as the lists. Things come by name. */
export function mapContent({
  signals,
  signalAreas = [],
  warnings,
  stations,
  outages,
  areas,
  hidden = new Set(),
  now,
}: MapSources): MapContent {
  const active = signals.filter(({ state }) => state !== "cleared")
  const districts = areas.filter(({ kind }) => kind === "district")
  const centers = new Map(areas.map(({ id, center }) => [id, center]))
  const signalOf = new Map<string, Signal>()
  for (const signal of active.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))) {
    for (const { datastream } of signal.because) signalOf.set(datastream, signal)
  }
  const things: MapThing[] = [
    ...stations.map((station) => ({
      key: station.id,
      kind: station.kind,
      name: station.name,
      at: station.at,
      level: signalOf.get(station.datastream)?.level,
      signal: signalOf.get(station.datastream)?.id,
      outage: undefined,
      urgent: false,
      station,
    })),
    ...outages
      .filter(({ state }) => state !== "restored")
      .map((outage) => ({
        key: outage.id,
        kind: "outage" as const,
        name: outage.area.name,
        at: centers.get(outage.area.id),
        level: undefined,
        signal: undefined,
        outage,
        urgent: true,
        station: undefined,
      })),
    ...(hidden.has("signals") ? [] : signalAreas).map((count) => ({
      key: `${SIGNALS_KEY}${count.area.id}`,
      kind: "signals" as const,
      name: count.area.name,
      at: centerOf(count.area.id, centers, areas),
      level: count.level,
      signal: undefined,
      outage: undefined,
      urgent: false,
      station: undefined,
      count,
    })),
  ]
  const drafted = warnings.filter(({ state }) => state === "draft" || state === "submitted")
  const warned = warnings.filter((warning) => isInForce(warning, now))
  const inForce = areaLevels(warned, districts)
  return {
    things: things.filter(({ kind }) => !hidden.has(kind)).toSorted((a, b) => a.name.en.localeCompare(b.name.en)),
    warnings: hidden.has("warnings") ? nowhere : inForce,
    drafts: hidden.has("drafts") ? nowhere : areaLevels(drafted, districts),
    shapes: [
      ...(hidden.has("warnings") ? [] : shapesOf(warned, "in-force")),
      ...(hidden.has("drafts") ? [] : shapesOf(drafted, "draft")),
    ],
    sites: !hidden.has("sites"),
    relief: !hidden.has("relief"),
    signals: hidden.has("signals")
      ? nowhere
      : notCovered(
          areaLevels(
            signalAreas.map(({ level, area }) => ({ level, areas: [area] })),
            districts,
          ),
          hidden.has("warnings") ? nowhere : inForce,
        ),
  }
}

/** The middle of an area, or of what holds it where it is too small to be known here; of the city the middle of all. */
function centerOf(id: string, centers: ReadonlyMap<string, LonLat>, areas: readonly Area[]): LonLat | undefined {
  for (let area = id; area.includes("/"); area = area.slice(0, area.lastIndexOf("/"))) {
    const center = centers.get(area)
    if (center) return center
  }
  if (areas.length === 0) return undefined
  const [west, south] = [0, 1].map((side) => Math.min(...areas.map(({ bounds }) => bounds[side]!)))
  const [east, north] = [2, 3].map((side) => Math.max(...areas.map(({ bounds }) => bounds[side]!)))
  return [(west! + east!) / 2, (south! + north!) / 2]
}

const nowhere: AreaLevels = { district: new Map(), street: new Map() }

/** Where a warning of the same or a higher level lies already, the signal's edge says nothing more. */
function notCovered(signals: AreaLevels, warnings: AreaLevels): AreaLevels {
  const left = (kind: keyof AreaLevels) =>
    new Map(
      [...signals[kind]].filter(([id, level]) => {
        const covering = warnings[kind].get(id)
        return covering === undefined || levels.indexOf(covering) < levels.indexOf(level)
      }),
    )
  return { district: left("district"), street: left("street") }
}

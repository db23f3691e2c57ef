import { createHash } from "node:crypto"
import fs from "node:fs"
import type { Pack } from "@holdfast/contracts"
import { type AppError, assert, canonicalJson } from "@holdfast/kernel"
import { homeCity } from "../home-city.ts"
import type { Settings } from "../platform/config/index.ts"
import { ANY_JURISDICTION, type HazardRule, listProperties, listRules, type Packs } from "../platform/packs/index.ts"
import { airDays, cityDays } from "./air-days.ts"
import { airPlansOf, issuedDuring } from "./air-extra.ts"
import { airWarnings } from "./air-warnings.ts"
import { feedHours } from "./feed-hours.ts"
import { type MeasuredHours, readMeasuredHours } from "./measured-hours.ts"
import { openReplayWorld } from "./open-replay-world.ts"
import { openSense } from "./open-sense.ts"
import { type ChosenOptions, chooseOptions, type ReplayOptions } from "./options.ts"
import { rainHours } from "./rain-hours.ts"
import type { AirReport, RainReport, ReplayReport, ReportSignal, ReportWarning } from "./report.ts"
import { SignalBook } from "./signal-book.ts"
import { describeStation } from "./stations.ts"
import { WarningLedger } from "./warning-ledger.ts"

export interface ReplayRun {
  readonly file: string
  /** Of the city beside which the world is opened. */
  readonly settings: Pick<Settings, "HOLDFAST_DATA" | "HOLDFAST_DATABASE_URL">
  readonly packs: Packs
  readonly options: ReplayOptions
  readonly onError: (error: unknown) => void
  /** PostgreSQL may not make a database for the world, so it runs on the embedded engine. */
  readonly onNotMade: (error: AppError) => void
  readonly onProgress?: ((hour: { readonly end: Date }) => void) | undefined
}

const CITY = "Beijing"
const hazards = { air: "air-pollution", rain: "rainstorm" } as const

/**
 * Runs measured hours of the past through a world of their own, with the rules, the door, and the clock that the live city has,
 * and says what would have been raised. The world is gone afterwards: running it again gives the same report.
 */
export async function replay(run: ReplayRun): Promise<ReplayReport> {
  const air = run.packs.find(hazards.air)
  assert(air, "the packs have one for air pollution")
  const plans = airPlansOf(air)
  const options = chooseOptions(run.options, plans, jurisdictionsOf(run.packs))
  const measured = await readMeasuredHours(run.file)
  const { kind } = measured.layout
  const rules = listRules(run.packs, options.jurisdiction).filter(({ hazard }) => hazard === hazards[kind])
  const world = await worldId(run.file, kind, options)
  const raised = await raise(run, { world, measured, rules: rules.filter(({ rule }) => isMeasured(rule.property)) })
  const base = { world, jurisdiction: options.jurisdiction, read: measured.counts, signals: raised.signals }
  if (kind === "rain") return { kind, ...base, warnings: raised.warnings, stations: rainStations(measured) }
  return { kind, ...base, ...airPart(air, measured, options) }
}

function rainStations(measured: MeasuredHours): RainReport["stations"] {
  return measured.stations.map((station) => ({ station, hours: rainHours(measured, station) }))
}

function airPart(pack: Pack, measured: MeasuredHours, { standard, basis, plan, jurisdiction }: ChosenOptions) {
  const stations = measured.stations.map((station) => ({ station, days: airDays(measured, station, standard) }))
  const days = cityDays(stations.map((station) => station.days))
  const plans = airPlansOf(pack)
  const warnings = airWarnings({ hazard: pack.hazard, area: CITY, days, basis, plans, jurisdiction, plan })
  return {
    basis,
    plan: plan?.id ?? "by-date",
    warnings,
    issued: issuedDuring(pack, measured),
    city: { days },
    stations,
  } satisfies Partial<AirReport>
}

/** Feeds the world, and gives what its rules raised. Warnings follow the signals hour by hour. */
async function raise(
  { settings, packs, onError, onNotMade, onProgress }: ReplayRun,
  { world: id, measured, rules }: { world: string; measured: MeasuredHours; rules: readonly HazardRule[] },
): Promise<{ signals: ReportSignal[]; warnings: ReportWarning[] }> {
  const city = homeCity(settings)
  const start = new Date(measured.firstMs)
  const { world, clock, close } = await openReplayWorld({ city, id, start, onError, onNotMade })
  // Missing data is for the people on duty: it warns nobody else.
  const warning = new Set(rules.filter(({ rule }) => rule.over !== "missing").map(({ rule }) => rule.id))
  try {
    const sense = await openSense({ world, rules, properties: listProperties(packs), onError })
    try {
      const book = new SignalBook(world, sense)
      const ledger = new WarningLedger(hazards[measured.layout.kind])
      const areas = measured.stations.map((station) => describeStation(station).name.en)
      await feedHours({
        measured,
        sense,
        clock,
        onHour: async (end) => {
          await book.catchUp()
          for (const area of areas) ledger.want(area, book.highestOpen(area, warning), end.getTime())
          onProgress?.({ end })
        },
      })
      return { signals: book.list(), warnings: ledger.list() }
    } finally {
      await sense.stop()
    }
  } finally {
    await close()
  }
}

/** Files of rain have no river, and a rule without anything to watch would report missing data of nobody. */
function isMeasured(property: string): boolean {
  return property !== "river-stage"
}

function jurisdictionsOf({ all }: Packs): string[] {
  const names = all.flatMap(({ rules }) => rules.map(({ jurisdiction }) => jurisdiction))
  return [...new Set(names)].filter((name) => name !== ANY_JURISDICTION)
}

/** The same file with the same options is the same replay. */
async function worldId(file: string, kind: string, { standard, basis, plan, jurisdiction }: ChosenOptions): Promise<string> {
  const chosen = canonicalJson({ standard, basis, plan: plan?.id, jurisdiction })
  const hash = createHash("sha256").update(chosen)
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk as Buffer)
  return `replay-${kind}-${hash.digest("hex").slice(0, 16)}`
}

import { levels, type Series, type SeriesPoint, type SeriesStep } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import type { Catalogue, Datastream } from "./domain/catalogue.ts"
import { measuredPoint } from "./domain/measured-point.ts"
import { rankOf } from "./domain/rule-state.ts"
import { senseErrors } from "./errors.ts"
import type { HazardRule } from "./memory.ts"
import { fittingStep, listRolled, type Rolled, readRawFrom } from "./rollups/index.ts"
import { listObservations } from "./store/observation-store.ts"

/** Points of one curve: more than any screen is wide. */
const POINTS_MAX = 5_000

export interface SeriesQuestion {
  readonly datastream: string
  readonly from: Date
  readonly to: Date
  /** Undefined: single measurements where they are few enough and still kept, else the finest step that fits. */
  readonly step?: Series["step"] | undefined
}

/**
 * One datastream between two times, oldest first, at most 5,000 points, of more the newest. The first and the last step are whole,
 * wherever the span begins and ends. Throws `SENSE_DATASTREAM_NOT_FOUND`.
 */
export async function readSeries(
  world: World,
  { catalogue, rules }: { readonly catalogue: Catalogue; readonly rules: readonly HazardRule[] },
  { datastream: key, from, to, step }: SeriesQuestion,
): Promise<Series> {
  const datastream = catalogue.datastreamByKey.get(key)
  if (!datastream) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: key })
  const shown = { datastream: key, unit: datastream.property.unit, thresholds: thresholdsOf(datastream, rules) }
  const span = { datastream: datastream.number, from, until: to, limit: POINTS_MAX }
  if (step === "none") return { ...shown, step, points: await readSingle(world, span) }
  if (step) return { ...shown, step, points: await readSteps(world, { ...span, step }) }
  const isKept = from >= (await readRawFrom(world.db.query, datastream.number))
  const single = isKept ? await readSingle(world, { ...span, limit: POINTS_MAX + 1 }) : []
  if (isKept && single.length <= POINTS_MAX) return { ...shown, step: "none", points: single }
  const fitting = fittingStep({ from, to, max: POINTS_MAX, finest: isKept ? "minute" : "hour" })
  return { ...shown, step: fitting, points: await readSteps(world, { ...span, step: fitting }) }
}

interface Spanned {
  readonly datastream: number
  readonly from: Date
  readonly until: Date
  readonly limit: number
}

async function readSingle(world: World, { datastream, from, until, limit }: Spanned): Promise<SeriesPoint[]> {
  const rows = await listObservations(world.db.query, {
    ...{ datastream, limit, skip: 0, order: { by: "phenomenonTime", descending: true } },
    ...{ fromMs: from.getTime(), untilMs: until.getTime() },
  })
  return rows.toReversed().map(measuredPoint)
}

async function readSteps(world: World, options: Spanned & { readonly step: SeriesStep }): Promise<SeriesPoint[]> {
  return (await listRolled(world.db.query, options)).map(toPoint)
}

function toPoint({ at, count, valued, sum, min, max, last }: Rolled): SeriesPoint {
  const value = sum === null ? null : sum / valued
  return { at: at.toISOString(), value, quality: null, figures: { count, sum, min, max, last } }
}

/** Only those that are compared with single measurements; a sum's threshold drawn over its parts would mislead. */
function thresholdsOf({ property }: Datastream, rules: readonly HazardRule[]): Series["thresholds"] {
  const rule = rules.find((found) => found.rule.property === property.id && found.rule.over === "latest")?.rule
  if (!rule) return []
  return levels
    .flatMap((level) => (rule.levels[level] === undefined ? [] : [{ level, value: rule.levels[level] }]))
    .toSorted((a, b) => rankOf(a.level) - rankOf(b.level))
}

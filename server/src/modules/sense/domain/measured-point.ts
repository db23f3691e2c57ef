import type { SeriesPoint } from "@holdfast/contracts"
import { impossibleResult, type Observation } from "./observation.ts"
import { qualityOf } from "./quality.ts"

/** A measurement as curves show it. */
export function measuredPoint({ atMs, value, detail }: Pick<Observation, "atMs" | "value" | "detail">): SeriesPoint {
  const sent = impossibleResult(detail)
  const quality = qualityOf(detail?.resultQuality) ?? null
  return { at: new Date(atMs).toISOString(), value, quality, ...(sent === undefined ? {} : { sent }) }
}

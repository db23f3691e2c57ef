import { type SeriesStep, seriesSteps } from "@holdfast/contracts"

const LENGTH_MS: Readonly<Record<SeriesStep, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** The finest step by which a span has at most `max` points; days for what is longer than that. */
export function fittingStep({
  from,
  to,
  max,
  finest,
}: {
  readonly from: Date
  readonly to: Date
  readonly max: number
  readonly finest: SeriesStep
}): SeriesStep {
  const spanMs = to.getTime() - from.getTime()
  const fits = (step: SeriesStep) => spanMs / LENGTH_MS[step] < max
  return seriesSteps.slice(seriesSteps.indexOf(finest)).find(fits) ?? "day"
}

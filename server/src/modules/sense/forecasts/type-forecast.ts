import type { TypeForecast } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import type { Datastream } from "../domain/catalogue.ts"
import { checkObservation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"
import { nextDay, spanOfDay } from "./domain/next-day.ts"
import type { Forecasting } from "./list-forecasts.ts"

/**
 * Keeps what somebody expects of the next day, as any measurement of the series: rules hear it in the same transaction, and the next one
 * takes its place, so that who writes again corrects. Throws `SENSE_FORECAST_DAY_REFUSED` for any day but the next in the city, since
 * rules take each value for that one; `SENSE_FORECAST_VALUE_REFUSED` outside what the property can have; `SENSE_RESULT_REFUSED` for
 * another kind of result.
 */
export async function typeForecast(
  { ingest, timeZone }: Pick<Forecasting, "ingest" | "timeZone">,
  actor: Actor,
  series: Datastream,
  { day, value }: Pick<TypeForecast, "day" | "value">,
): Promise<void> {
  await ingest.change(async (tx) => {
    const expected = nextDay(tx.now, timeZone)
    if (day !== expected) throw senseErrors.FORECAST_DAY_REFUSED({ day, expected })
    const { possible } = series.property
    if (possible && (value < possible.min || value > possible.max))
      throw senseErrors.FORECAST_VALUE_REFUSED({ value, min: possible.min, max: possible.max })
    const checked = checkObservation(series, { at: tx.now, resultAt: null, result: value }, tx.now)
    const row = { ...checked, detail: { validTime: spanOfDay(day, timeZone) } }
    const body = { datastream: series.key, day, value }
    tx.record({ module: "sense", verb: "type-forecast", record: newId(), actor, retention: "staff-action", body })
    return { value: undefined, measurements: () => [row], isOtherwise: false, made: [] }
  })
}

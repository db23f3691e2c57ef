import { ForecastList, Problem, TypeForecast } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { permit } from "../../../../platform/identity/index.ts"
import { senseErrors } from "../../errors.ts"
import { type Forecasting, listForecasts } from "../list-forecasts.ts"
import { typeForecast } from "../type-forecast.ts"

const refusals = { 401: Problem, 403: Problem }

/** Forecasts of the next day: what rules use, for those on duty; typed by engineers, in their own area. */
export function forecastRoutes(forecasting: Forecasting): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/forecasts",
      { schema: { operationId: "listForecasts", response: { 200: ForecastList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return listForecasts(forecasting)
      },
    )
    app.post(
      "/forecasts",
      {
        schema: {
          operationId: "typeForecast",
          body: TypeForecast,
          response: { 200: ForecastList, 400: Problem, 404: Problem, ...refusals },
        },
      },
      async ({ actor, body }) => {
        permit(actor, "sense.configure")
        const series = forecasting.catalogue().datastreamByKey.get(body.datastream)
        if (!series || !forecasting.properties.has(series.property.id))
          throw senseErrors.FORECAST_NOT_FOUND({ datastream: body.datastream })
        permit(actor, "sense.configure", series.thing.area ? [series.thing.area.id] : [])
        await typeForecast(forecasting, actor, series, body)
        return listForecasts(forecasting)
      },
    )
  }
}

import { ForecastList, type TypeForecast } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** Values of services are no entries of the log. */
const REFRESH_MS = 60_000

export const forecastsQuery = queryOptions({
  queryKey: ["sense", "forecasts"],
  queryFn: () => ask(ForecastList, "/api/forecasts"),
  refetchInterval: REFRESH_MS,
})

export function useTypeForecast() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: TypeForecast) => ask(ForecastList, "/api/forecasts", { method: "POST", body }),
    onSuccess: (list) => queries.setQueryData(forecastsQuery.queryKey, list),
    // Such as after midnight: the next try is then about the right day.
    onError: () => queries.invalidateQueries({ queryKey: forecastsQuery.queryKey }),
  })
}

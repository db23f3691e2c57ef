import { Series, Signal, SignalCurve, SignalPage, StationList } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"
import { useMay, useSession } from "./session.ts"

/** Measurements are no entries of the log, so no event says that they came. */
const STATIONS_REFRESH_MS = 20_000
const CURVE_REFRESH_MS = 60_000

export const signalsQuery = queryOptions({
  queryKey: ["sense", "signals"],
  queryFn: () => ask(SignalPage, "/api/signals"),
})

export const signalQuery = (id: string) =>
  queryOptions({ queryKey: ["sense", "signal", id], queryFn: () => ask(Signal, `/api/signals/${id}`) })

/** Measurements are no entries of the log: while a signal is looked at, its curve goes on by itself. */
export const curveQuery = (id: string) =>
  queryOptions({
    queryKey: ["sense", "curve", id],
    queryFn: () => ask(SignalCurve, `/api/signals/${id}/curve`),
    refetchInterval: CURVE_REFRESH_MS,
  })

export const stationsQuery = queryOptions({
  queryKey: ["sense", "stations"],
  queryFn: () => ask(StationList, "/api/stations"),
  refetchInterval: STATIONS_REFRESH_MS,
})

export const seriesQuery = (options: { datastream: string; from: Date; to: Date }) =>
  queryOptions({
    queryKey: ["sense", "series", options.datastream, options.from.toISOString(), options.to.toISOString()],
    queryFn: () =>
      ask(
        Series,
        `/api/series?${new URLSearchParams({
          datastream: options.datastream,
          from: options.from.toISOString(),
          to: options.to.toISOString(),
        })}`,
      ),
  })

/** Acknowledges a signal as it was shown; one that rose meanwhile stays unseen. */
export function useAcknowledge() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, level }: Pick<Signal, "id" | "level">) =>
      ask(Signal, `/api/signals/${id}/acknowledge`, { method: "POST", body: { level } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense"] }),
  })
}

/** Whether who is here acknowledges signals of an area. Nobody does while that is not known. */
export function useMayAcknowledge(): (area: string) => boolean {
  return useMayIn("sense.acknowledge-signal")
}

/** Whether who is here drafts warnings for an area. */
export function useMayDraft(): (area: string) => boolean {
  return useMayIn("warn.draft")
}

/** Whether who is here may do this in an area. */
export function useMayIn(action: string): (area: string) => boolean {
  const may = useMay(action)
  const own = useSession()?.area ?? null
  return (area) => may === true && (own === null || area === own || area.startsWith(`${own}/`))
}

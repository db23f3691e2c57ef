import { EventsKept, type KeepEvents, KeptEventList } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

const key = (hazard: string) => ["sense", "known-events", hazard]

/** What planners know to have happened, newest first. */
export const knownEventsQuery = (hazard: string) =>
  queryOptions({
    queryKey: key(hazard),
    queryFn: () => ask(KeptEventList, `/api/known-events?${new URLSearchParams({ hazard })}`),
  })

export function useKeepEvent(hazard: string) {
  return useChange(hazard, (event: KeepEvents["events"][number]) =>
    ask(EventsKept, "/api/known-events", { method: "POST", body: { hazard, events: [event] } }),
  )
}

/** Sends a table. Browsers do not agree on the type of CSV, so we say it. */
export function useImportEvents(hazard: string) {
  return useChange(hazard, (file: File) =>
    ask(EventsKept, `/api/known-events/table?${new URLSearchParams({ hazard })}`, {
      method: "POST",
      file: new Blob([file], { type: "text/csv" }),
    }),
  )
}

export function useForgetEvent(hazard: string) {
  return useChange(hazard, (id: string) => ask(z.undefined(), `/api/known-events/${id}`, { method: "DELETE" }))
}

function useChange<T, A>(hazard: string, mutationFn: (given: T) => Promise<A>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey: key(hazard) }) })
}

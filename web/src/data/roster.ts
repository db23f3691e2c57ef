import {
  type AnswerByHand,
  AreaList,
  RosterBoard,
  RosterCall,
  RosterImport,
  RosterOfArea,
  type SaveResponsible,
} from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** Rings are no entries of the log, so no event says that somebody is rung again. */
const REFRESH_MS = 10_000
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/** The city, its districts, and their streets: somebody is responsible for each. */
export const rosterAreasQuery = queryOptions({
  queryKey: ["places", "roster-areas"],
  queryFn: async () => {
    const found = await Promise.all(["city", "district", "street"].map((kind) => ask(AreaList, `/api/places/areas?kind=${kind}`)))
    return found.flatMap(({ areas }) => areas)
  },
})

export const rosterQuery = (area: string) =>
  queryOptions({
    queryKey: ["warn", "roster", area],
    queryFn: () => ask(RosterOfArea, `/api/roster?${new URLSearchParams({ area })}`),
  })

export const rosterBoardQuery = (warning: string) =>
  queryOptions({
    queryKey: ["warn", "calls", warning],
    queryFn: () => ask(RosterBoard, `/api/warnings/${warning}/calls`),
    refetchInterval: REFRESH_MS,
  })

export type RosterChange =
  | { readonly verb: "add"; readonly person: SaveResponsible }
  | { readonly verb: "change"; readonly id: string; readonly person: SaveResponsible }
  | { readonly verb: "remove"; readonly id: string }

/** Adds, changes, or removes one person. */
export function useChangeRoster() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: RosterChange) => {
      if (change.verb === "add") return ask(RosterOfArea, "/api/roster", { method: "POST", body: change.person })
      const path = `/api/roster/${change.id}`
      if (change.verb === "remove") return ask(RosterOfArea, path, { method: "DELETE" })
      return ask(RosterOfArea, path, { method: "PUT", body: change.person })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn", "roster"] }),
  })
}

/** Sends a table: to be looked at, or to be stored. Browsers do not agree on the type of CSV, so the name decides. */
export function useImportRoster() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ file, store }: { file: File; store: boolean }) =>
      ask(RosterImport, `/api/roster/import?store=${store}`, {
        method: "POST",
        file: new Blob([file], { type: /\.xlsx$/i.test(file.name) ? XLSX : "text/csv" }),
      }),
    onSuccess: ({ stored }) => (stored ? queries.invalidateQueries({ queryKey: ["warn", "roster"] }) : undefined),
  })
}

/** Somebody told the duty desk that they have it. */
export function useAnswerCall() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: AnswerByHand & { id: string }) =>
      ask(RosterCall, `/api/roster-calls/${id}/answer`, { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn", "calls"] }),
  })
}

import { Outage, OutagePage, type ReportOutage } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

export const outagesQuery = queryOptions({ queryKey: ["recover", "outages"], queryFn: () => ask(OutagePage, "/api/outages") })

export type OutageChange =
  | { readonly verb: "report"; readonly report: ReportOutage }
  | { readonly verb: "update"; readonly id: string; readonly households: number }
  | { readonly verb: "confirm"; readonly id: string }

export function useChangeOutage() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: OutageChange) => {
      if (change.verb === "report") return ask(Outage, "/api/outages", { method: "POST", body: change.report })
      const body = change.verb === "update" ? { households: change.households } : {}
      return ask(Outage, `/api/outages/${change.id}/${change.verb}`, { method: "POST", body })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["recover"] }),
  })
}

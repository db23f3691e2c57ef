import { NamedLineList, ReadShapesAnswer, type ShapeSource, SiteList } from "@holdfast/contracts"
import { queryOptions, useMutation } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** What a drawn area would be and where it would lie; nothing is stored. */
export function useReadShapes() {
  return useMutation({
    mutationFn: (source: ShapeSource) => ask(ReadShapesAnswer, "/api/warning-shapes", { method: "POST", body: { source } }),
  })
}

/** Rivers and roads of the base map. */
export const linesQuery = queryOptions({
  queryKey: ["places", "lines"],
  queryFn: () => ask(NamedLineList, "/api/warning-shapes/lines"),
})

/** What something can be around: schools, plants, stations. */
export const sitesQuery = queryOptions({ queryKey: ["places", "sites"], queryFn: () => ask(SiteList, "/api/places/sites") })

import { AreaList, AreaSummary } from "@holdfast/contracts"
import { queryOptions } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

/** Districts and streets, which is what warnings are drawn for. */
export const areasQuery = queryOptions({
  queryKey: ["places", "areas"],
  queryFn: async () => {
    const found = await Promise.all(["district", "street"].map((kind) => ask(AreaList, `/api/places/areas?kind=${kind}`)))
    return { areas: found.flatMap(({ areas }) => areas) }
  },
})

/** What stands inside areas: people, schools, underpasses. */
export const summaryQuery = (areas: readonly string[]) =>
  queryOptions({
    queryKey: ["places", "summary", ...areas],
    queryFn: () => ask(AreaSummary, `/api/places/summary?areas=${encodeURIComponent(areas.join(","))}`),
  })

const HillshadeInfo = z.object({ bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]) })

export const hillshadeQuery = queryOptions({
  queryKey: ["places", "hillshade"],
  queryFn: () => ask(HillshadeInfo, "/api/places/hillshade.json"),
})

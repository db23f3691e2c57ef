import { AreaList, AreaSummary, BasemapAnswer } from "@holdfast/contracts"
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

/** The base map of the engineer's choice; null where there is none. */
export const basemapQuery = queryOptions({
  queryKey: ["places", "basemap"],
  queryFn: () => ask(BasemapAnswer, "/api/places/basemap.json"),
})

const Position = z.tuple([z.number(), z.number()])
const Outline = z.object({ coordinates: z.array(z.array(z.array(Position))) })

/** Several areas as one shape: coordinates of a GeoJSON MultiPolygon. */
export const outlineQuery = (areas: readonly string[]) =>
  queryOptions({
    queryKey: ["places", "outline", ...areas],
    queryFn: () => ask(Outline, `/api/places/outline?areas=${encodeURIComponent(areas.join(","))}`),
  })

import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { areasQuery, outlineQuery } from "../../data/places.ts"
import { sessionQuery } from "../../data/session.ts"
import type { Outside } from "../../map/style/map-style.ts"
import { useSpeech } from "../../ui/language.tsx"

/** What lies outside the area of who is here, or outside the city. `known` is false until an answer or a refusal came. */
export function useOutside(): { readonly known: boolean; readonly shown: Outside | undefined } {
  const { words, language } = useSpeech()
  const { data: session, isLoading } = useQuery(sessionQuery)
  const areas = useQuery(areasQuery).data?.areas
  const districts = areas?.filter(({ kind }) => kind === "district") ?? []
  const own = session?.area ? [session.area] : [...new Set(districts.map(({ id, parent }) => parent ?? id))]
  const outline = useQuery({ ...outlineQuery(own), enabled: session !== undefined && own.length > 0 })
  const named = areas?.find(({ id }) => id === session?.area)?.name[language] ?? session?.city[language]
  const shown = useMemo(
    () =>
      outline.data && named ? { area: outline.data.coordinates, name: words("console:map.outside", { area: named }) } : undefined,
    [outline.data, named, words],
  )
  return { known: areas !== undefined && !isLoading && !outline.isLoading, shown }
}

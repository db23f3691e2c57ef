import type { Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useMemo } from "react"
import { areasQuery, basemapQuery, hillshadeQuery } from "../../data/places.ts"
import { areaLevels } from "../../map/area-levels.ts"
import { mapContent } from "../../map/content.ts"
import type { MapLayer } from "../../map/map-layers.ts"
import { useSpeech } from "../../ui/language.tsx"

const CityMapView = lazy(() => import("../../map/city-map-view.tsx"))
const nothing = () => {}
/** What stands there is counted on the card. */
const hidden: ReadonlySet<MapLayer> = new Set(["sites"])

const emptyMap = mapContent({ signals: [], warnings: [], stations: [], outages: [], areas: [], hidden, now: new Date(0) })

/** The area of one warning as a small map. What it shows is said in names beside it. */
export function AreaMap({ warning }: { warning: Warning }) {
  const { words } = useSpeech()
  const all = useQuery(areasQuery).data?.areas
  const hillshade = useQuery(hillshadeQuery)
  const basemap = useQuery(basemapQuery)
  const { level, areas } = warning
  const key = areas.map(({ id }) => id).join(" ")
  const shown = useMemo(() => {
    const ids = new Set(key.split(" "))
    const inside = all?.filter(({ id }) => ids.has(id)) ?? []
    // Its surroundings belong to the picture: what is next to it is not warned.
    const parents = new Set(inside.map(({ id, parent, kind }) => (kind === "street" ? (parent ?? id) : id)))
    return all?.filter(({ id }) => ids.has(id) || parents.has(id)) ?? []
  }, [all, key])
  const content = useMemo(() => {
    const districts = all?.filter(({ kind }) => kind === "district") ?? []
    return { ...emptyMap, drafts: areaLevels([{ level, areas }], districts) }
  }, [all, areas, level])
  return (
    <div className="area-map" role="group" aria-label={words("console:composer.map")}>
      {shown.length > 0 && !hillshade.isPending && !basemap.isPending && (
        <Suspense fallback={null}>
          <CityMapView
            content={content}
            areas={shown}
            hillshade={hillshade.data}
            basemap={basemap.data?.basemap ?? undefined}
            outside={undefined}
            onPick={nothing}
            onRest={nothing}
          />
        </Suspense>
      )}
    </div>
  )
}

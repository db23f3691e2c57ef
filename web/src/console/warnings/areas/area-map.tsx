import type { Area, Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useMemo } from "react"
import { areasQuery, basemapQuery, hillshadeQuery } from "../../../data/places.ts"
import { areaLevels } from "../../../map/area-levels.ts"
import type { CityMapOptions } from "../../../map/city-map.ts"
import { mapContent } from "../../../map/content.ts"
import type { MapLayer } from "../../../map/map-layers.ts"
import { boundsOfShape, shapesOf } from "../../../map/shape-outline.ts"
import { useSpeech } from "../../../ui/language.tsx"

const CityMapView = lazy(() => import("../../../map/city-map-view.tsx"))
const nothing = () => {}
/** What stands there is counted on the card. */
const hidden: ReadonlySet<MapLayer> = new Set(["sites"])

const emptyMap = mapContent({ signals: [], warnings: [], stations: [], outages: [], areas: [], hidden, now: new Date(0) })

interface AreaMapProps {
  readonly warning: Pick<Warning, "level" | "areas" | "shapes">
  readonly label?: string
  readonly onDrawable?: CityMapOptions["onDrawable"]
}

/** The area of one warning as a small map. What it shows is said in names beside it. */
export function AreaMap({ warning, label, onDrawable }: AreaMapProps) {
  const { words } = useSpeech()
  const all = useQuery(areasQuery).data?.areas
  const hillshade = useQuery(hillshadeQuery)
  const basemap = useQuery(basemapQuery)
  const { level, areas, shapes } = warning
  const shown = useSurroundings(all, warning)
  const content = useMemo(() => {
    const districts = all?.filter(({ kind }) => kind === "district") ?? []
    return { ...emptyMap, drafts: areaLevels([{ level, areas }], districts), shapes: shapesOf([{ level, shapes }], "draft") }
  }, [all, areas, shapes, level])
  return (
    <div className="area-map" role="group" aria-label={label ?? words("console:composer.map")}>
      {shown.length > 0 && !hillshade.isPending && !basemap.isPending && (
        <Suspense fallback={null}>
          <CityMapView
            content={content}
            title={label && words("areas:map.canvas", { label, keys: words("console:map.canvas") })}
            areas={shown}
            hillshade={hillshade.data}
            basemap={basemap.data?.basemap ?? undefined}
            outside={undefined}
            onPick={nothing}
            onRest={nothing}
            onDrawable={onDrawable}
          />
        </Suspense>
      )}
    </div>
  )
}

/** What belongs to the picture: the areas and what is around them, since what is next to them is not warned, and what is drawn. */
function useSurroundings(
  all: readonly Area[] | undefined,
  { areas, shapes }: Pick<Warning, "areas" | "shapes">,
): readonly Pick<Area, "bounds">[] {
  const key = areas.map(({ id, drawn }) => (drawn ? "" : id)).join(" ")
  const drawn = shapes.map(({ geometry }) => boundsOfShape(geometry).join(",")).join(" ")
  return useMemo(() => {
    const ids = new Set(key.split(" ").filter(Boolean))
    const inside = all?.filter(({ id }) => ids.has(id)) ?? []
    const parents = new Set(inside.map(({ id, parent, kind }) => (kind === "street" ? (parent ?? id) : id)))
    return [
      ...(all?.filter(({ id }) => ids.has(id) || parents.has(id)) ?? []),
      ...drawn
        .split(" ")
        .filter(Boolean)
        .map((bounds) => ({ bounds: widened(bounds.split(",").map(Number) as Area["bounds"]) })),
    ]
  }, [all, key, drawn])
}

/** A small drawing alone would fill the map, and nobody would see where it is. */
function widened([west, south, east, north]: Area["bounds"]): Area["bounds"] {
  const [x, y] = [(east - west) / 3, (north - south) / 3]
  return [west - x, south - y, east + x, north + y]
}

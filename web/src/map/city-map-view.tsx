import "maplibre-gl/dist/maplibre-gl.css"
import "./city-map-view.css"
import type { Area } from "@holdfast/contracts"
import { useEffect, useRef, useState } from "react"
import { useSpeech } from "../ui/language.tsx"
import { watchColours } from "../ui/theme.ts"
import { type CityMap, createCityMap } from "./city-map.ts"
import type { MapContent } from "./content.ts"
import type { Hillshade } from "./style.ts"

interface CityMapViewProps {
  readonly content: MapContent
  readonly areas: readonly Area[]
  readonly hillshade: Hillshade | undefined
  readonly onPick: (keys: string[]) => void
}

/** The map on the page. It is drawn anew when colours or language change, because it holds copies of both. */
export default function CityMapView({ content, areas, hillshade, onPick }: CityMapViewProps) {
  const { words, language } = useSpeech()
  const container = useRef<HTMLDivElement>(null)
  const map = useRef<CityMap>(undefined)
  const latest = useRef({ content, onPick })
  const [colours, setColours] = useState(0)
  const [drawable] = useState(canDraw)
  const bounds = boundsOf(areas)?.join(" ")
  useEffect(() => watchColours(() => setColours((count) => count + 1)), [])
  useEffect(() => {
    latest.current = { content, onPick }
    map.current?.show(content)
  }, [content, onPick])
  useEffect(() => {
    if (!drawable) return undefined
    const made = createCityMap({
      container: container.current!,
      language,
      title: words("console:map.canvas"),
      bounds: bounds?.split(" ").map(Number) as [number, number, number, number] | undefined,
      hillshade,
      onPick: (keys) => latest.current.onPick(keys),
    })
    map.current = made
    made.show(latest.current.content)
    return () => {
      map.current = undefined
      made.remove()
    }
  }, [language, words, bounds, hillshade, colours, drawable])
  return (
    <div className="city-map">
      {!drawable && <p className="city-map-failed">{words("console:map.failed")}</p>}
      <div ref={container} className="city-map-canvas" />
    </div>
  )
}

/** Some machines, and remote desktops, have no WebGL; for them the list holds the same. */
function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null
}

function boundsOf(areas: readonly Area[]): [number, number, number, number] | undefined {
  if (areas.length === 0) return undefined
  return areas
    .map(({ bounds }) => bounds)
    .reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])])
}

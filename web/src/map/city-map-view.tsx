import "maplibre-gl/dist/maplibre-gl.css"
import "./city-map-view.css"
import type { Area, Basemap, LonLat } from "@holdfast/contracts"
import { useEffect, useRef, useState } from "react"
import { useSpeech } from "../ui/language.tsx"
import { watchColours } from "../ui/theme.ts"
import { boundsOf } from "./bounds.ts"
import { type CityMap, type CityMapOptions, createCityMap, type Move } from "./city-map.ts"
import type { MapContent } from "./content.ts"
import type { MapSymbol } from "./map-symbols.ts"
import { MovePad } from "./move-pad.tsx"
import { noOverlays, type Overlays } from "./overlays.ts"
import type { Hillshade, Outside } from "./style/map-style.ts"
import { SymbolWalk } from "./symbol-walk.tsx"

interface CityMapViewProps {
  readonly content: MapContent
  readonly overlays?: Overlays
  /** What the picture is called for those who listen, where there is more than one. */
  readonly title?: string | undefined
  readonly areas: readonly Pick<Area, "bounds">[]
  readonly hillshade: Hillshade | undefined
  readonly basemap?: Basemap | undefined
  readonly outside?: Outside | undefined
  /** What to bring into sight: west, south, east, north. A new value moves the map, the same one does not. */
  readonly sight?: readonly [number, number, number, number] | undefined
  readonly onPick: (keys: string[]) => void
  /** The middle of what is shown, when the map has come to rest. */
  readonly onRest?: (center: LonLat) => void
  /** As `CityMapOptions` has it. */
  readonly onDrawable?: CityMapOptions["onDrawable"]
}

const keyMoves: Readonly<Record<string, Move>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  "+": "in",
  "=": "in",
  "-": "out",
}

/** The map on the page. It is drawn anew when colours or language change, because it holds copies of both. */
export default function CityMapView(props: CityMapViewProps) {
  const { content, overlays = noOverlays, areas, hillshade, basemap, outside, sight } = props
  const { words, language } = useSpeech()
  const outer = useRef<HTMLDivElement>(null)
  const container = useRef<HTMLDivElement>(null)
  const walk = useRef<HTMLUListElement>(null)
  const after = useRef<HTMLSpanElement>(null)
  const map = useRef<CityMap>(undefined)
  const latest = useRef(props)
  const [colours, setColours] = useState(0)
  const [symbols, setSymbols] = useState<readonly MapSymbol[]>([])
  const [drawable] = useState(canDraw)
  const bounds = boundsOf(areas)?.join(" ")
  useEffect(() => watchColours(() => setColours((count) => count + 1)), [])
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => map.current?.show(content), [content])
  useEffect(() => map.current?.overlay(overlays), [overlays])
  useEffect(() => {
    if (!drawable) return undefined
    const made = createCityMap({
      container: container.current!,
      language,
      title: latest.current.title ?? words("console:map.canvas"),
      bounds: bounds?.split(" ").map(Number) as [number, number, number, number] | undefined,
      hillshade,
      basemap,
      outside,
      onPick: (keys) => latest.current.onPick(keys),
      onDrawable: (drawn) => latest.current.onDrawable?.(drawn) ?? (() => {}),
      onRest: (found, center) => {
        setSymbols(found)
        latest.current.onRest?.(center)
      },
      // Their places matter only while somebody walks them.
      onMove: () => {
        if (walk.current?.contains(document.activeElement)) setSymbols((now) => made.placeAnew(now))
      },
    })
    map.current = made
    made.show(latest.current.content)
    made.overlay(latest.current.overlays ?? noOverlays)
    if (latest.current.sight) made.fit(latest.current.sight)
    return () => {
      map.current = undefined
      made.remove()
    }
  }, [language, words, bounds, hillshade, basemap, outside, colours, drawable])
  useEffect(() => {
    if (sight) map.current?.fit(sight)
  }, [sight])
  const leave = () => after.current?.focus()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.preventDefault()
        after.current?.focus()
      }
      // The canvas has keys of its own; its symbols borrow them.
      const move = keyMoves[event.key]
      if (!move || !walk.current?.contains(event.target as Node) || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      map.current?.move(move)
    }
    const element = outer.current
    element?.addEventListener("keydown", onKeyDown)
    return () => element?.removeEventListener("keydown", onKeyDown)
  }, [])
  return (
    <div ref={outer} className="city-map">
      <button type="button" className="map-skip" onClick={leave}>
        {words("console:map.skip")}
      </button>
      {!drawable && <p className="city-map-failed">{words("console:map.failed")}</p>}
      <div ref={container} className="city-map-canvas" />
      <SymbolWalk
        ref={walk}
        symbols={symbols}
        things={content.things}
        onOpen={(symbol) => map.current?.open(symbol)}
        onLost={() => container.current?.querySelector("canvas")?.focus()}
      />
      {drawable && <MovePad onMove={(move) => map.current?.move(move)} />}
      <span ref={after} tabIndex={-1} className="map-after" />
    </div>
  )
}

/** Some machines, and remote desktops, have no WebGL; for them the list holds the same. */
function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null
}

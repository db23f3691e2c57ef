import "./map-pane.css"
import type { LonLat } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useCallback, useMemo, useState } from "react"
import { useCityNow, useIsStale, useLiveState } from "../../city/clock.tsx"
import { areasQuery, basemapQuery, hillshadeQuery } from "../../data/places.ts"
import { boundsOf } from "../../map/bounds.ts"
import { byLevelThenDistance } from "../../map/by-level.ts"
import { keepHidden, type MapLayer, readHidden } from "../../map/map-layers.ts"
import { useSpeech } from "../../ui/language.tsx"
import { useCommand } from "../keys/keys.tsx"
import { Ages } from "./ages.tsx"
import { BackgroundBar, BackgroundChoice, BackgroundList } from "./background.tsx"
import { LayersMenu } from "./layers-menu.tsx"
import { MapList } from "./map-list.tsx"
import { Picked } from "./picked.tsx"
import { useMapContent } from "./use-map-content.ts"
import { useOutside } from "./use-outside.ts"
import { type ChosenPicture, useOverlays } from "./use-overlays.ts"

const CityMapView = lazy(() => import("../../map/city-map-view.tsx"))
const modes = ["map", "list", "both"] as const
type Mode = (typeof modes)[number]

interface MapPaneProps {
  /** The areas that somebody wants to see; a new list moves the map. */
  readonly sight: readonly string[] | undefined
  readonly onOpen: (signal: string) => void
  /** Opens the part of the inbox that lies in these areas. */
  readonly onInbox: (areas: readonly string[]) => void
}

/** The city as a map, as a list of the same things, or both. */
export function MapPane({ sight, onOpen, onInbox }: MapPaneProps) {
  const { words } = useSpeech()
  const [mode, setMode] = useState<Mode>("map")
  const [picked, setPicked] = useState<readonly string[]>([])
  const [hidden, setHidden] = useState(readHidden)
  const [center, setCenter] = useState<LonLat>()
  const content = useMapContent(hidden)
  const areas = useQuery(areasQuery).data?.areas
  const hillshade = useQuery(hillshadeQuery)
  const basemap = useQuery(basemapQuery)
  const outside = useOutside()
  const [chosen, setChosen] = useState<ChosenPicture>()
  // Pictures come every few minutes: which is the newest is not asked each second.
  const minute = Math.floor(useCityNow().getTime() / 60_000)
  const { overlays, picture } = useOverlays(hidden, chosen, minute * 60_000)
  useCommand("map-or-list", () => setMode(modes[(modes.indexOf(mode) + 1) % modes.length]!))
  const pick = useCallback((keys: readonly string[]) => setPicked(keys), [])
  const things = useMemo(() => byLevelThenDistance(content.things, center), [content.things, center])
  const [shownFor, setShownFor] = useState(sight)
  if (shownFor !== sight) {
    setShownFor(sight)
    if (sight && mode === "list") setMode("both")
  }
  const bounds = useMemo(() => sight && areas && boundsOf(areas.filter(({ id }) => sight.includes(id))), [sight, areas])
  const inside = things.filter(({ key }) => picked.includes(key))
  const hide = (layers: ReadonlySet<MapLayer>) => {
    setHidden(layers)
    keepHidden(layers)
  }
  const known = areas && !hillshade.isLoading && !basemap.isLoading && outside.known
  return (
    <div className={`map-pane map-pane-${mode}`}>
      <div className="map-modes">
        <div className="map-mode-group" role="group" aria-label={words("console:map.modes")}>
          {modes.map((name) => (
            <button key={name} type="button" className="map-mode" aria-pressed={mode === name} onClick={() => setMode(name)}>
              {words(`console:map.mode.${name}`)}
            </button>
          ))}
        </div>
        <LayersMenu hidden={hidden} onChange={hide}>
          <BackgroundChoice chosen={chosen} onChoose={setChosen} />
        </LayersMenu>
      </div>
      <NotLive />
      {mode !== "list" && (
        <div className="map-half">
          {known && (
            <Suspense fallback={null}>
              <CityMapView
                content={content}
                overlays={overlays}
                areas={areas}
                hillshade={hillshade.data}
                basemap={basemap.data?.basemap ?? undefined}
                outside={outside.shown}
                sight={bounds}
                onPick={pick}
                onRest={setCenter}
              />
            </Suspense>
          )}
          {inside.length > 0 && (
            <Picked key={picked.join(" ")} things={inside} onOpen={onOpen} onInbox={onInbox} onClose={() => setPicked([])} />
          )}
          {picture && <BackgroundBar picture={picture} onChoose={setChosen} />}
          <Ages attribution={basemap.data?.basemap?.attribution ?? undefined} />
        </div>
      )}
      {mode !== "map" && (
        <div className="map-half map-half-list">
          <MapList things={things} onOpen={onOpen} onInbox={onInbox} />
          <BackgroundList />
        </div>
      )}
    </div>
  )
}

/** Over a grey map or list: what is shown is of then. Those who listen heard it from the bar above. */
function NotLive() {
  const { words, formats } = useSpeech()
  const stale = useIsStale()
  const { beat } = useLiveState()
  if (!stale || !beat) return null
  return <p className="map-not-live">✕ {words("console:map.notLive", { at: formats.clock(beat.at) })}</p>
}

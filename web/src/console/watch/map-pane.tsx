import "./map-pane.css"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useCallback, useMemo, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { areasQuery, hillshadeQuery } from "../../data/places.ts"
import { outagesQuery } from "../../data/recover.ts"
import { signalsQuery, stationsQuery } from "../../data/sense.ts"
import { warningsQuery } from "../../data/warn.ts"
import { type MapContent, mapContent } from "../../map/content.ts"
import { useSpeech } from "../../ui/language.tsx"
import { useCommand } from "../keys/keys.tsx"
import { Ages } from "./ages.tsx"
import { MapList } from "./map-list.tsx"

const CityMapView = lazy(() => import("../../map/city-map-view.tsx"))
const modes = ["map", "list", "both"] as const
type Mode = (typeof modes)[number]
const MINUTE_MS = 60_000

/** The city as a map, as a list of the same things, or both. */
export function MapPane({ onOpen }: { onOpen: (signal: string) => void }) {
  const { words } = useSpeech()
  const [mode, setMode] = useState<Mode>("map")
  const [picked, setPicked] = useState<readonly string[]>([])
  const content = useMapContent()
  const areas = useQuery(areasQuery).data?.areas
  const hillshade = useQuery(hillshadeQuery)
  useCommand("map-or-list", () => setMode(modes[(modes.indexOf(mode) + 1) % modes.length]!))
  const pick = useCallback((keys: readonly string[]) => setPicked(keys), [])
  const inside = content.things.filter(({ key }) => picked.includes(key))
  return (
    <div className={`map-pane map-pane-${mode}`}>
      <div className="map-modes" role="group" aria-label={words("console:map.modes")}>
        {modes.map((name) => (
          <button key={name} type="button" className="map-mode" aria-pressed={mode === name} onClick={() => setMode(name)}>
            {words(`console:map.mode.${name}`)}
          </button>
        ))}
      </div>
      {mode !== "list" && (
        <div className="map-half">
          {areas && !hillshade.isPending && (
            <Suspense fallback={null}>
              <CityMapView content={content} areas={areas} hillshade={hillshade.data} onPick={pick} />
            </Suspense>
          )}
          {inside.length > 0 && (
            <div className="map-picked">
              <button type="button" className="button" onClick={() => setPicked([])}>
                {words("console:close")}
              </button>
              <MapList things={inside} onOpen={onOpen} />
            </div>
          )}
          <Ages />
        </div>
      )}
      {mode !== "map" && (
        <div className="map-half map-half-list">
          <MapList things={content.things} onOpen={onOpen} />
        </div>
      )}
    </div>
  )
}

/** The same answers as the lists have, and only as fresh as they are. */
function useMapContent(): MapContent {
  const signals = useQuery(signalsQuery).data?.signals
  const warnings = useQuery(warningsQuery).data?.warnings
  const stations = useQuery(stationsQuery).data?.stations
  const outages = useQuery(outagesQuery).data?.outages
  const areas = useQuery(areasQuery).data?.areas
  // Warnings end by the minute; the map is not drawn anew each second.
  const minute = Math.floor(useCityNow().getTime() / MINUTE_MS)
  return useMemo(
    () =>
      mapContent({
        signals: signals ?? [],
        warnings: warnings ?? [],
        stations: stations ?? [],
        outages: outages ?? [],
        areas: areas ?? [],
        now: new Date(minute * MINUTE_MS),
      }),
    [signals, warnings, stations, outages, areas, minute],
  )
}

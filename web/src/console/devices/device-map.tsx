import { type DeviceImport, stationKinds } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useMemo } from "react"
import { areasQuery, basemapQuery, hillshadeQuery } from "../../data/places.ts"
import { type MapContent, mapContent } from "../../map/content.ts"
import { useSpeech } from "../../ui/language.tsx"

const CityMapView = lazy(() => import("../../map/city-map-view.tsx"))
const nothing = () => {}
const empty = mapContent({
  signals: [],
  warnings: [],
  stations: [],
  outages: [],
  areas: [],
  hidden: new Set(["sites"]),
  now: new Date(0),
})

/** Where the devices of a table would stand, on our own map: a wrong coordinate system shows here. */
export function DeviceMap({ devices }: { devices: DeviceImport["devices"] }) {
  const { words } = useSpeech()
  const areas = useQuery(areasQuery).data?.areas
  const hillshade = useQuery(hillshadeQuery)
  const basemap = useQuery(basemapQuery)
  const content = useMemo<MapContent>(
    () => ({
      ...empty,
      things: devices.map(({ key, kind, name, at }) => ({
        ...{ key, name, at },
        kind: stationKinds.find((one) => one === kind) ?? "station",
        ...{ level: undefined, signal: undefined, outage: undefined, urgent: false, station: undefined },
      })),
    }),
    [devices],
  )
  return (
    <div className="device-map" role="group" aria-label={words("devices:report.map")}>
      {areas && !hillshade.isPending && !basemap.isPending && (
        <Suspense fallback={null}>
          <CityMapView
            content={content}
            areas={areas}
            hillshade={hillshade.data}
            basemap={basemap.data?.basemap ?? undefined}
            onPick={nothing}
          />
        </Suspense>
      )}
    </div>
  )
}

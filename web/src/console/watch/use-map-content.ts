import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { inboxQuery } from "../../data/alarms.ts"
import { areasQuery } from "../../data/places.ts"
import { outagesQuery } from "../../data/recover.ts"
import { signalsQuery, stationsQuery } from "../../data/sense.ts"
import { warningsQuery } from "../../data/warn.ts"
import { type MapContent, mapContent } from "../../map/content.ts"
import type { MapLayer } from "../../map/map-layers.ts"

const MINUTE_MS = 60_000

/** What map and list show: the same answers as the other lists have, and only as fresh as they are. */
export function useMapContent(hidden: ReadonlySet<MapLayer>): MapContent {
  const signals = useQuery(signalsQuery).data?.signals
  const signalAreas = useQuery(inboxQuery).data?.areas
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
        signalAreas: signalAreas ?? [],
        warnings: warnings ?? [],
        stations: stations ?? [],
        outages: outages ?? [],
        areas: areas ?? [],
        hidden,
        now: new Date(minute * MINUTE_MS),
      }),
    [signals, signalAreas, warnings, stations, outages, areas, hidden, minute],
  )
}

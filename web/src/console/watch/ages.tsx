import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { outsideAlertsQuery } from "../../data/others.ts"
import { outagesQuery } from "../../data/recover.ts"
import { stationsQuery } from "../../data/sense.ts"
import { useSpeech } from "../../ui/language.tsx"
import { hourWord } from "../say.ts"

/** How old each layer of the map is, and who made the base map; a layer that nobody has checked yet is left out. */
export function Ages({ attribution }: { attribution: string | undefined }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const stations = useQuery(stationsQuery).data?.stations ?? []
  const outages = useQuery(outagesQuery).data?.outages ?? []
  const alerts = useQuery(outsideAlertsQuery()).data?.alerts ?? []
  const layers = [
    ...[...Map.groupBy(stations, ({ kind }) => kind)].map(([kind, found]) => ({
      name: words(`console:thing.${kind}`),
      at: newest(found.map(({ valueAt }) => valueAt)),
    })),
    { name: words("sources:outside.onMap"), at: newest(alerts.map(({ receivedAt }) => receivedAt)) },
    { name: words("console:thing.outage"), at: newest(outages.map(({ checkedAt }) => checkedAt)) },
  ].flatMap(({ name, at }) => (at ? [`${name} ${hourWord(formats, new Date(at), now)}`] : []))
  const shown = attribution ? [...layers, attribution] : layers
  return shown.length === 0 ? null : <p className="map-ages">{shown.join(" · ")}</p>
}

function newest(times: readonly (string | null)[]): string | undefined {
  return times
    .filter((at) => at !== null)
    .toSorted()
    .at(-1)
}

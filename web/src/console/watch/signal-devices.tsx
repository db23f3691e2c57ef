import type { Signal, Station } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { stationsQuery } from "../../data/sense.ts"
import { useSpeech } from "../../ui/language.tsx"

/** Nothing heard for this long is silence, as on the map. */
const SILENT_AFTER_MS = 30 * 60_000
const SILENT_SHOWN = 5

/** When the stations behind a signal were last heard, and which others of their kind and area are silent. */
export function SignalDevices({ signal }: { readonly signal: Signal }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const stations = useQuery(stationsQuery).data?.stations ?? []
  const behind = new Set(signal.because.map(({ datastream }) => datastream))
  const own = stations.filter(({ datastream }) => behind.has(datastream))
  const kinds = new Set(own.map(({ kind }) => kind))
  const inArea = ({ area }: Station) => area === signal.area.id || area.startsWith(`${signal.area.id}/`)
  const isSilent = ({ valueAt }: Station) => valueAt === null || now.getTime() - Date.parse(valueAt) > SILENT_AFTER_MS
  const silent = stations.filter((station) => kinds.has(station.kind) && inArea(station) && isSilent(station))
  if (own.length === 0) return null
  const heard = (at: string | null) =>
    at === null ? words("console:devices.never") : words("console:devices.heard", { at: formats.ago(new Date(at), now) })
  return (
    <>
      <h3>{words("console:devices.title")}</h3>
      <ul className="signal-values">
        {own.map((station) => (
          <li key={station.id}>
            {station.name[language]} <span className={isSilent(station) ? "attention" : "quiet"}>{heard(station.valueAt)}</span>
          </li>
        ))}
      </ul>
      {silent.length > 0 && (
        <p className="attention">
          ! {words("console:devices.silent", { count: silent.length })}{" "}
          {silent
            .slice(0, SILENT_SHOWN)
            .map(({ name }) => name[language])
            .join(" · ")}
          {silent.length > SILENT_SHOWN && ` · ${words("console:more", { count: silent.length - SILENT_SHOWN })}`}
        </p>
      )}
    </>
  )
}

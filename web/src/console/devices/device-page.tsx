import type { InstalledDeviceDetail } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { deviceQuery } from "../../data/installing.ts"
import { useMay } from "../../data/session.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { DeviceCredentials } from "../credentials/device-credentials.tsx"
import { useCommand } from "../keys/keys.tsx"
import { valueWord } from "../say.ts"
import { DeviceCurve } from "./device-curve.tsx"
import { Health } from "./health.tsx"
import { Instruments } from "./instruments.tsx"
import { ReplaceForm } from "./replace-form.tsx"

/** One device: how it is, what it sends, and which instruments sent it. */
export function DevicePage({ id }: { id: string }) {
  const { words } = useSpeech()
  const mayConfigure = useMay("sense.configure")
  const query = useQuery(deviceQuery(id))
  useCommand("back", () => openScreen("devices"))
  return (
    <div className="page page-narrow">
      <p>
        <ScreenLink screen="devices">{words("devices:device.back")}</ScreenLink>
      </p>
      <QueryState query={query}>
        {(device) => (
          <>
            <Sends device={device} />
            <Instruments device={device} />
            {mayConfigure && <DeviceCredentials device={device} />}
            {mayConfigure && <ReplaceForm device={device.key} />}
          </>
        )}
      </QueryState>
    </div>
  )
}

function Sends({ device }: { device: InstalledDeviceDetail }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const { key, name, kind, area, health, lastAt, series } = device
  const value = ({ value, unit, isTruth }: InstalledDeviceDetail["series"][number]) =>
    isTruth && value !== null
      ? words(value === 1 ? "devices:device.alarm" : "devices:device.calm")
      : valueWord(words, formats, value, unit)
  return (
    <>
      <h1>{name[language]}</h1>
      <p className="facts">
        <span className="code">{key}</span>
        <span>{words(`sense:kinds.${kind}`)}</span>
        <span>{area?.name[language] ?? words("devices:outside")}</span>
      </p>
      <p className="facts">
        <Health health={health} />
        {lastAt && <span>{words("devices:lastHeard", { at: formats.ago(new Date(lastAt), now) })}</span>}
        <a href={`/d/${encodeURIComponent(key)}`}>{words("devices:device.scan")}</a>
      </p>
      <h2>{words("devices:device.sends")}</h2>
      {series.length === 0 && <p>{words("devices:device.nothing")}</p>}
      <ul className="rows">
        {series.map((one) => (
          <li key={one.datastream} className="card">
            {words("devices:device.of", { name: one.property[language] })} <strong>{value(one)}</strong>
            {one.at && <span className="quiet"> · {formats.ago(new Date(one.at), now)}</span>}
            {one.at && !one.isTruth && <DeviceCurve series={one} />}
          </li>
        ))}
      </ul>
    </>
  )
}

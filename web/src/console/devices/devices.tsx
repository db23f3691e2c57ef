import "./devices.css"
import { type DeviceHealth, deviceHealths } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useDeferredValue, useState } from "react"
import { devicesQuery } from "../../data/installing.ts"
import { useMay } from "../../data/session.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { SearchField } from "../../ui/search-field/search-field.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { AddDevices } from "./add-devices.tsx"
import { DevicePage } from "./device-page.tsx"
import { DeviceTable } from "./device-table.tsx"
import { ImportList } from "./import-list.tsx"

/** The devices of the city: find one, see how it is, add many from a table, print their labels. */
export function Devices({ id }: { id: string | undefined }) {
  return id === undefined ? <DeviceList /> : <DevicePage key={id} id={id} />
}

function DeviceList() {
  const { words, formats } = useSpeech()
  const mayConfigure = useMay("sense.configure")
  const [text, setText] = useState("")
  const [health, setHealth] = useState<DeviceHealth>()
  const asked = useDeferredValue(text.trim())
  const query = useQuery(devicesQuery({ text: asked, health }))
  return (
    <div className="page">
      <h1>{words("devices:title")}</h1>
      <p className="quiet">{words("devices:intro")}</p>
      {mayConfigure && <AddDevices />}
      <div className="find-row">
        <SearchField label={words("devices:search")} text={text} onChange={setText} maxLength={80} />
        {mayConfigure && (
          <a
            className="button button-link"
            href={`/devices/labels?${new URLSearchParams({ text: asked })}`}
            target="_blank"
            rel="noreferrer"
          >
            {words(asked ? "devices:labelsOf" : "devices:labels")}
          </a>
        )}
        {mayConfigure && (
          <ScreenLink screen="credentials" className="button button-link">
            {words("devices:credential.title")}
          </ScreenLink>
        )}
      </div>
      <fieldset className="device-choices" aria-label={words("devices:column.health")}>
        {[undefined, ...deviceHealths].map((option) => (
          <button
            key={option ?? "all"}
            type="button"
            className="button"
            aria-pressed={health === option}
            onClick={() => setHealth(option)}
          >
            {words(`devices:health.${option ?? "all"}`)}
            {option && query.data ? ` ${formats.count(query.data.counts[option] ?? 0)}` : ""}
          </button>
        ))}
      </fieldset>
      <QueryState query={query} empty={({ found }) => (found === 0 ? <Empty>{words("devices:none")}</Empty> : undefined)}>
        {({ devices, found }) => (
          <>
            <p className="quiet" role="status">
              {words("devices:found", { count: found })}
              {devices.length < found && ` · ${words("devices:first", { count: devices.length })}`}
            </p>
            <DeviceTable devices={devices} />
          </>
        )}
      </QueryState>
      {mayConfigure && <ImportList />}
    </div>
  )
}

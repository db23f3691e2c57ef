import type { InstalledDevice } from "@holdfast/contracts"
import { useCityNow } from "../../city/clock.tsx"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Health } from "./health.tsx"

const columns = ["key", "name", "kind", "area", "health", "last"] as const

/** Devices in rows; on a phone each row reads from top to bottom. */
export function DeviceTable({ devices }: { devices: readonly InstalledDevice[] }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  return (
    <table className="data-table device-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {words(`devices:column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {devices.map(({ key, name, kind, area, health, lastAt }) => (
          <tr key={key} data-row={key}>
            <td>
              <ScreenLink screen="devices" id={key} className="code">
                {key}
              </ScreenLink>
            </td>
            <td>{name[language]}</td>
            <td>{words(`sense:kinds.${kind}`)}</td>
            <td>{area?.name[language] ?? words("devices:outside")}</td>
            <td>
              <Health health={health} />
            </td>
            <td>{lastAt ? formats.ago(new Date(lastAt), now) : health !== "never" && words("devices:notHeard")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import type { DeviceImport } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"

const SHOWN = 10

/** The first of the new devices with the places that their coordinates mean: what a map says in points, in words. */
export function DevicesPreview({ devices }: { devices: DeviceImport["devices"] }) {
  const { words, language } = useSpeech()
  return (
    <table className="data-table device-table">
      <thead>
        <tr>
          {["key", "name", "kind", "area"].map((column) => (
            <th key={column} scope="col">
              {words(`devices:column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {devices.slice(0, SHOWN).map(({ key, name, kind, area }) => (
          <tr key={key}>
            <td className="code">{key}</td>
            <td>{name[language]}</td>
            <td>{words(`sense:kinds.${kind}`)}</td>
            <td>{area.name[language]}</td>
          </tr>
        ))}
        {devices.length > SHOWN && (
          <tr>
            <td colSpan={4}>{words("devices:report.andMore", { count: devices.length - SHOWN })}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

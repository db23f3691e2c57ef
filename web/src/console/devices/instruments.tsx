import type { InstalledDeviceDetail } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"

/** Which instrument measured when, newest first. */
export function Instruments({ device }: { device: InstalledDeviceDetail }) {
  const { words, formats } = useSpeech()
  const time = ({ since, until }: InstalledDeviceDetail["instruments"][number]) => {
    if (since === null) return words("devices:device.unknownSince")
    const from = formats.dateTime(new Date(since))
    return until === null
      ? words("devices:device.since", { from })
      : words("devices:device.span", { from, to: formats.dateTime(new Date(until)) })
  }
  return (
    <>
      <h2>{words("devices:device.instruments")}</h2>
      <ul className="rows">
        {device.instruments.map((instrument) => (
          <li key={`${instrument.name} ${instrument.since}`}>
            <strong>{instrument.name === device.kind ? words(`sense:kinds.${device.kind}`) : instrument.name}</strong>
            {instrument.serial && ` · ${words("devices:device.serial", { serial: instrument.serial })}`} · {time(instrument)}
          </li>
        ))}
      </ul>
    </>
  )
}

import type { DeviceHealth } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"

const icons: Readonly<Record<DeviceHealth, string>> = { heard: "✓", silent: "!", never: "?", "on-alarm": "…" }

/** How a device is, by shape and word. */
export function Health({ health }: { health: DeviceHealth }) {
  const { words } = useSpeech()
  return (
    <Pill icon={icons[health]} dashed={health === "never"}>
      {words(`devices:health.${health}`)}
    </Pill>
  )
}

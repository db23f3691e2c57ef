import type { Figure } from "../../../platform/http/index.ts"
import type { Load } from "../../../platform/mqtt/index.ts"

const HELP: Readonly<Record<keyof Load, readonly [name: string, help: string]>> = {
  connections: ["connections", "Open connections"],
  held: ["connections_held", "Open connections that wait for their turn to send, because more comes than is kept"],
  messages: ["messages_waiting", "Messages that wait for their commit"],
  bytes: ["bytes_held", "Bytes that were read and wait for their turn"],
  ended: ["connections_ended", "Connections ended since the start because they brought more than there was room for"],
}

/** How hard the devices press, for `/metrics`. */
export function loadFigures(load: Load | undefined): Figure[] {
  if (!load) return []
  return Object.entries(HELP).map(([key, [name, help]]) => ({
    ...{ name: `holdfast_mqtt_${name}`, help, labels: {} },
    value: load[key as keyof Load],
  }))
}

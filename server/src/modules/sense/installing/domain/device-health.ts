import type { DeviceHealth } from "@holdfast/contracts"

/** A device that measures and was not heard for this long is worth a look; the slowest gauges here report each ten minutes. */
export const SILENT_AFTER_MIN = 60
/** What only says once a day that it is there gets two hours more: the pack of smoke alarms waits as long. */
export const HEARTBEAT_AFTER_MIN = 26 * 60

/** Whether a property only says that the device is there, so that its silence means something. */
export function isHeartbeat(property: string): boolean {
  return property.endsWith("-heartbeat")
}

/** What the measurements of a device tell about it. One that only tells alarms is silent as long as all is well. */
export function healthOf(
  {
    lastAtMs,
    onAlarm,
    heartbeat = false,
  }: { readonly lastAtMs: number | undefined; readonly onAlarm: boolean; readonly heartbeat?: boolean },
  now: Date,
): DeviceHealth {
  if (onAlarm) return "on-alarm"
  if (lastAtMs === undefined) return "never"
  const limitMin = heartbeat ? HEARTBEAT_AFTER_MIN : SILENT_AFTER_MIN
  return now.getTime() - lastAtMs > limitMin * 60_000 ? "silent" : "heard"
}

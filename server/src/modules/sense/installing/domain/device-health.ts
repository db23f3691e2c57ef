import type { DeviceHealth } from "@holdfast/contracts"

/** A device that measures and was not heard for this long is worth a look; the slowest gauges here report each ten minutes. */
export const SILENT_AFTER_MIN = 60

/** What the measurements of a device tell about it. One that only tells alarms is silent as long as all is well. */
export function healthOf(
  { lastAtMs, onAlarm }: { readonly lastAtMs: number | undefined; readonly onAlarm: boolean },
  now: Date,
): DeviceHealth {
  if (onAlarm) return "on-alarm"
  if (lastAtMs === undefined) return "never"
  return now.getTime() - lastAtMs > SILENT_AFTER_MIN * 60_000 ? "silent" : "heard"
}

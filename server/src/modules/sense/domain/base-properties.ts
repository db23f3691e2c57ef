import type { ObservedProperty } from "@holdfast/contracts"

/**
 * What is measured before any pack asks for it: alarms of devices that only say that something is wrong. Household devices give
 * alarm events and no series of values, so they are no more than this.
 */
export const baseProperties: readonly ObservedProperty[] = [
  { id: "gas-alarm", name: { "zh-CN": "燃气报警", en: "Gas alarm" }, unit: "1", result: "boolean", subject: "thing" },
  { id: "smoke-alarm", name: { "zh-CN": "烟雾报警", en: "Smoke alarm" }, unit: "1", result: "boolean", subject: "thing" },
]

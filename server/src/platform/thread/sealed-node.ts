import type { ThreadNode } from "@holdfast/contracts"
import { formatsIn } from "@holdfast/words"

const DAY_MS = 86_400_000

/**
 * What the thread says of something sealed that happened at a moment: that it exists, and its day in the city. Its `at` is an edge of
 * that day, so that it stands in a defined place among what has an hour: a *cause* before all else of its day, a *consequence* after.
 *
 * @param timeZone the city's, such as `Asia/Shanghai`
 */
export function sealedNode({ at, timeZone, as }: { at: Date; timeZone: string; as: "cause" | "consequence" }): ThreadNode {
  // The Canadian way to write a date is that of ISO 8601.
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at)
  const next = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
  const { cityTime } = formatsIn("en", timeZone)
  const edge = as === "cause" ? cityTime(`${day}T00:00`) : new Date(cityTime(`${next}T00:00`).getTime() - 1)
  return {
    ...{ record: null, kind: "request", code: null, title: null, module: "serve", edge: "sealed" },
    at: edge.toISOString(),
    day,
  }
}

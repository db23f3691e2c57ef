const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/
/** The last day that was looked at: a file is about few of them. */
let lastDay = ""

/** The usual way to say an instant, such as `2026-07-31T03:05:00Z`, in milliseconds since 1970; NaN for any other way, right or wrong. */
export function instantMs(text: unknown): number {
  if (typeof text !== "string" || !USUAL.test(text)) return Number.NaN
  const ms = Date.parse(text)
  if (text.startsWith(lastDay, 0) && lastDay !== "") return ms
  // A day that its month does not have rolls over.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text.slice(0, 10)) return Number.NaN
  lastDay = text.slice(0, 10)
  return ms
}

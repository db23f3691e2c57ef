/**
 * A path into a message, the part of JSONPath (RFC 9535) that needs no program: `$` is the whole, `.name` or `['name']` a member,
 * `[2]` an element, and `[*]`, in a path to many, each element. No filters, no recursion: what it costs is known beforehand.
 */
export type JsonPath = readonly (string | number | typeof each)[]

export const each = Symbol("each element")

const STEPS_MAX = 16
const STEP = /\.([A-Za-z_][\w:-]*)|\[(\d{1,6})\]|\['([^'\\]{1,80})'\]|\[(\*)\]/y

/** Reads a path; undefined when it is none. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith("$")) return undefined
  const steps: (string | number | typeof each)[] = []
  STEP.lastIndex = 1
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text)
    if (!found || steps.length === STEPS_MAX) return undefined
    const [, name, index, quoted, star] = found
    steps.push(star ? each : index === undefined ? (name ?? quoted)! : Number(index))
  }
  return steps
}

/** What stands where a path leads; undefined when nothing does. A path to many gives the first. */
export function valueAt(message: unknown, path: JsonPath): unknown {
  return valuesAt(message, path, 1)[0]
}

/** Everything where a path leads, at most `limit`. */
export function valuesAt(message: unknown, path: JsonPath, limit: number): unknown[] {
  let found: unknown[] = [message]
  for (const step of path) {
    found = found.flatMap((inner): unknown[] => {
      if (typeof inner !== "object" || inner === null) return []
      if (step === each) return Array.isArray(inner) ? inner.slice(0, limit) : []
      if (typeof step === "number") return Array.isArray(inner) && step < inner.length ? [inner[step]] : []
      return !Array.isArray(inner) && Object.hasOwn(inner, step) ? [(inner as Record<string, unknown>)[step as string]] : []
    })
    if (found.length > limit) found = found.slice(0, limit)
  }
  return found
}

import type { z } from "zod"
import type { PackPath, Problems } from "./problem.ts"

/** Says in our words what the schema found. */
export function reportShape(issues: readonly z.core.$ZodIssue[], value: unknown, problems: Problems): void {
  for (const issue of issues) reportIssue(issue, value, problems)
}

function reportIssue(issue: z.core.$ZodIssue, value: unknown, problems: Problems): void {
  const path = issue.path as PackPath
  const found = valueAt(value, path)
  const name = String(path.at(-1) ?? "")
  if (found === undefined && issue.code !== "unrecognized_keys") return problems.add(path, "required", { name })
  const shown = typeof found === "string" || typeof found === "number" ? found : JSON.stringify(found)?.slice(0, 60)
  const values = { name, value: shown ?? "" }
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) problems.add([...path, key], "unknown-name", { name: key })
      return
    case "invalid_value":
      if (path[0] === "properties" && name === "result") return problems.add(path, "result-type", values)
      if (path[0] === "properties" && name === "subject") return problems.add(path, "subject", values)
      return problems.add(path, "one-of", { ...values, known: issue.values.join(", ") })
    case "invalid_key":
      return problems.add(path, "unknown-name", { name })
    case "invalid_type":
      return problems.add(path, "type", { ...values, expected: issue.expected })
    case "too_small":
      if (issue.inclusive === false) return problems.add(path, "more-than", { ...values, limit: Number(issue.minimum) })
      return problems.add(path, "least", { ...values, limit: Number(issue.minimum) })
    case "too_big":
      return problems.add(path, "most", { ...values, limit: Number(issue.maximum) })
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_union":
    case "not_multiple_of":
      return problems.add(path, "form", { ...values, form: "pattern" in issue ? String(issue.pattern) : issue.message })
  }
}

function valueAt(value: unknown, path: PackPath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined,
    value,
  )
}

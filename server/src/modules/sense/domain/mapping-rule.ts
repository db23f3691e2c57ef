import { type CodeValues, type MappingRule, mappingRules } from "@holdfast/contracts"
import type { z } from "zod"

/** A rule of mapping files that was broken, with what its words need. */
export interface BrokenMappingRule {
  readonly rule: MappingRule
  readonly values: CodeValues
}

/** The message of a check that keeps to a rule of ours and not of the schema's own: the code of the rule, in no language. */
export function keeping(rule: MappingRule): MappingRule {
  return rule
}

/** Which rule the first thing broke that a schema refused, and where; `given` is what the schema read. */
export function brokenMappingRule(issue: z.core.$ZodIssue, given: unknown): BrokenMappingRule {
  if (Object.hasOwn(mappingRules, issue.message)) return broken(issue.message as MappingRule)
  const value = issue.path.reduce<unknown>((at, key) => (Object(at) as Record<PropertyKey, unknown>)[key], given)
  const isEmpty = issue.path.length > 0 && (value === undefined || value === null)
  if (isEmpty && issue.code !== "unrecognized_keys") return broken("required")
  switch (issue.code) {
    case "unrecognized_keys":
      return broken("unknown-name")
    case "invalid_type":
      return broken(typeRules[issue.expected] ?? "as-in-guide")
    case "invalid_value":
      return broken("one-of", { known: issue.values.join(", ") })
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? broken("one-of", { known: issue.options.join(", ") })
        : broken("as-in-guide")
    case "too_small":
      if (issue.origin === "string") return broken("not-blank")
      return broken(issue.origin === "array" ? "entries-at-least" : "at-least", { min: Number(issue.minimum) })
    case "too_big":
      if (issue.origin === "string") return broken("at-most-characters", { max: Number(issue.maximum) })
      return broken(issue.origin === "array" ? "entries-at-most" : "at-most", { max: Number(issue.maximum) })
    case "invalid_key":
    case "invalid_element":
      return brokenMappingRule({ ...issue.issues[0]!, path: [] }, undefined)
    case "custom":
    case "invalid_format":
    case "not_multiple_of":
      return broken("as-in-guide")
  }
}

const typeRules: Readonly<Record<string, MappingRule>> = {
  ...{ string: "words", number: "number", int: "whole-number-at-all" },
  ...{ array: "entries", tuple: "entries", object: "fields", record: "fields" },
}

function broken(rule: MappingRule, values: CodeValues = {}): BrokenMappingRule {
  return { rule, values }
}

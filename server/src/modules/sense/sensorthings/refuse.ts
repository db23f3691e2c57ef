import type { AppError } from "@holdfast/kernel"
import { type Broken, brokenValues, type PlainRule, rules } from "@holdfast/sensorthings"
import type { z } from "zod"
import { senseErrors } from "../errors.ts"

const SHOWN_MAX = 120

/** `SENSE_MESSAGE_INVALID` with the field, what stood there, and the rule. */
export function refuse(field: string, value: unknown, ...broken: Broken): AppError {
  const shown = typeof value === "string" ? value : (JSON.stringify(value) ?? "")
  return senseErrors.MESSAGE_INVALID({
    field: field.slice(0, SHOWN_MAX),
    value: shown.slice(0, SHOWN_MAX),
    ...brokenValues(...broken),
  })
}

/** Throws for more levels, one inside another, than `max`, naming the field that has them: all else that reads it costs more with each. */
export function refuseLevels(given: unknown, max: number): void {
  if (!isDeeper(given, max)) return
  const [field] = Object.entries(given as object).find(([, inner]) => isDeeper(inner, max - 1))!
  throw refuse(field, "", "at-most-levels", { max })
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

/** As `refuse`, for a body that its schema refused. */
export function refuseBody(given: unknown, error: z.ZodError): AppError {
  const { field, value, broken } = firstIn(given, error)
  return refuse(field, value, ...broken)
}

/** `SENSE_BATCH_REFUSED` with the part and the rule. Nothing of the batch was done then. */
export function refuseBatch(part: string, ...broken: Broken): AppError {
  return senseErrors.BATCH_REFUSED({ part: part.slice(0, SHOWN_MAX), ...brokenValues(...broken) })
}

/** As `refuseBatch`, for a batch that its schema refused. */
export function refuseBatchBody(given: unknown, error: z.ZodError): AppError {
  const { field, broken } = firstIn(given, error)
  return refuseBatch(field, ...broken)
}

/** A check of a schema that keeps to a rule of ours and not of the schema's own: its message is the code of the rule. */
export function keeping(rule: PlainRule): { readonly error: string } {
  return { error: rule }
}

/** The first thing that a schema refused: where, what stood there, and which rule that breaks. */
function firstIn(
  given: unknown,
  error: z.ZodError,
): { readonly field: string; readonly value: unknown; readonly broken: Broken } {
  const issue = error.issues[0]!
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path
  const value = path.reduce<unknown>((at, key) => (Object(at) as Record<PropertyKey, unknown>)[key], given)
  return { field: path.join("/") || "/", value, broken: value === undefined ? ["required"] : brokenBy(issue) }
}

function brokenBy(issue: z.core.$ZodIssue): Broken {
  if (Object.hasOwn(rules, issue.message)) return [issue.message as PlainRule]
  switch (issue.code) {
    case "unrecognized_keys":
      return ["unknown-name"]
    case "invalid_type":
      return ["json-type", { expected: issue.expected === "record" ? "object" : issue.expected }]
    case "invalid_value":
      return ["one-of", { known: issue.values.join(", ") }]
    case "too_small":
      return issue.origin === "array" ? ["at-least-entries", { min: Number(issue.minimum) }] : ["whole-number"]
    case "too_big":
      return issue.origin === "array"
        ? ["at-most-entries", { max: Number(issue.maximum) }]
        : ["text", { max: Number(issue.maximum) }]
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
      throw new Error(`no rule for ${issue.code} at ${issue.path.join("/")}`)
  }
}

import { senseErrors } from "../../errors.ts"

const SHOWN_MAX = 120

/** `SENSE_MESSAGE_INVALID` with the field, what stood there, and the rule. */
export function refuse(field: string, value: unknown, rule: string): Error {
  const shown = typeof value === "string" ? value : (JSON.stringify(value) ?? "")
  return senseErrors.MESSAGE_INVALID({
    field: field.slice(0, SHOWN_MAX),
    value: shown.slice(0, SHOWN_MAX),
    rule: rule.slice(0, 2 * SHOWN_MAX),
  })
}

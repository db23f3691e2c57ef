import type { CoachRemark } from "@holdfast/contracts"

/** Where the coach leads: one composer stands on a page, so its fields have names of their own. */
export const UNTIL_ID = "composer-until"
export const AREA_ID = "composer-area"

type TextPlace = NonNullable<CoachRemark["at"]>

export function textId({ language, field }: TextPlace): string {
  return `composer-${language}-${field}`
}

/** Puts the focus where a remark belongs, and marks the words that it is about. */
export function showPlace({ at, found, code }: CoachRemark): void {
  const id = at ? textId(at) : code === "WARN_NO_AREA" ? AREA_ID : UNTIL_ID
  const field = document.getElementById(id)
  field?.focus()
  if (!(field instanceof HTMLTextAreaElement) || found === "") return
  const from = field.value.indexOf(found)
  if (from >= 0) field.setSelectionRange(from, from + found.length)
}

import { levels, type Pack, signalSlots, type WarningTexts, warningSlots } from "@holdfast/contracts"
import { findForbiddenTerm, speaksOfPeople } from "./forbidden-terms.ts"
import type { PackPath, Problems } from "./problem.ts"
import type { PackSource } from "./source.ts"

/** What the formatters can fill: a lifting follows no signal. */
const SLOTS: Readonly<Record<"texts" | "lifted", readonly string[]>> = {
  texts: [...warningSlots, ...signalSlots],
  lifted: warningSlots,
}
/** Words that are wrong in a text that outlives midnight, shout, or end a warning falsely. */
const unmannerly = /[!!]|\btonight\b|今晚|今夜|\b24[::]00|\bplease\b/i

/** Forbidden terms and manner, in every text of the file, also in parts that the schema does not know. */
export function checkWords(source: PackSource, problems: Problems): void {
  for (const { path, text } of source.texts()) {
    const term = findForbiddenTerm(text)
    if (term) problems.add(path, "forbidden-term", { value: term })
    const wrong = unmannerly.exec(text)?.[0]
    if (wrong) problems.add(path, "manner", { value: wrong })
  }
}

/** Slots of the warning texts: known, and the same in both languages. */
export function checkSlots({ warning }: Pack, problems: Problems): void {
  for (const level of levels) {
    for (const part of ["texts", "lifted"] as const)
      checkTwins(warning.levels[level][part], SLOTS[part], ["warning", "levels", level, part], problems)
  }
}

/** A property about people is refused unless it is their number alone. */
export function checkPeople({ properties }: Pack, problems: Problems): void {
  for (const [index, { id, name, result }] of properties.entries()) {
    const value = [id, name.en, name["zh-CN"]].find(speaksOfPeople)
    if (value && result !== "integer") problems.add(["properties", index, "result"], "property-counts-people", { value })
  }
}

function checkTwins(texts: WarningTexts, known: readonly string[], path: PackPath, problems: Problems): void {
  for (const field of ["headline", "description", "instruction"] as const) {
    const chinese = slotsOf(texts["zh-CN"][field])
    const english = slotsOf(texts.en[field])
    for (const [language, slots] of [
      ["zh-CN", chinese],
      ["en", english],
    ] as const) {
      const unknown = slots.find((slot) => !known.includes(slot))
      if (unknown) problems.add([...path, language, field], "slot-unknown", { value: unknown, known: known.join(", ") })
    }
    if (chinese.join() !== english.join())
      problems.add([...path, "en", field], "slots-differ", { chinese: chinese.join(", "), english: english.join(", ") })
  }
}

function slotsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map(([, slot]) => slot!))].toSorted()
}

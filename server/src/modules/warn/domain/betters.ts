import type { AreaRef, WarningTexts } from "@holdfast/contracts"
import { formatsIn, languages } from "@holdfast/words"
import { type Remark, textFields } from "./musts.ts"

/** A remark that may be left as it is: whoever writes may have a reason that no rule sees. */
export type Better = Remark<"PLACE_NOT_INCLUDED" | "END_NOT_SAID" | "VAGUE_ACTOR">

/** Words that leave open who is meant. */
const vague = {
  "zh-CN": /(有关|相关)(部门|单位|人员|方面)/,
  en: /\b(relevant|concerned|appropriate|competent) (units?|departments?|authorit(?:y|ies)|parties|personnel)\b/i,
} as const

/**
 * What would be better: words that agree with place and time, and say who is meant. A neighbour may be named for a good reason,
 * such as where the water comes from, so none of this keeps anybody from submitting.
 *
 * @param neighbours the areas next to those of the warning, which it does not include
 */
export function findBetters(
  warning: { areas: readonly AreaRef[]; texts: WarningTexts; expires: Date },
  neighbours: readonly AreaRef[],
  timeZone: string,
): Better[] {
  const { areas, texts, expires } = warning
  const betters: Better[] = []
  for (const area of neighbours) {
    const language = languages.find((one) => namesIt(texts, area.name[one], areas, one))
    const field = language && textFields.find((one) => texts[language][one].includes(area.name[language]))
    if (field) betters.push({ code: "PLACE_NOT_INCLUDED", found: area.name[language], at: { language, field }, area })
  }
  for (const language of languages) {
    const end = formatsIn(language, timeZone).time(expires)
    const said = textFields.some((field) => texts[language][field].includes(end))
    if (!said) betters.push({ code: "END_NOT_SAID", found: end, at: { language, field: "description" } })
    for (const field of textFields) {
      const word = vague[language].exec(texts[language][field])?.[0]
      if (word) betters.push({ code: "VAGUE_ACTOR", found: word, at: { language, field } })
    }
  }
  return betters
}

/** Whether the words name an area otherwise than as a part of an included area's longer name. */
function namesIt(texts: WarningTexts, name: string, areas: readonly AreaRef[], language: "zh-CN" | "en"): boolean {
  const included = areas.map((area) => area.name[language]).filter((one) => one.includes(name))
  return textFields.some((field) =>
    included.reduce((text, one) => text.replaceAll(one, ""), texts[language][field]).includes(name),
  )
}

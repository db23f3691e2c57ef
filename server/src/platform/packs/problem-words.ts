import { type Language, wordsIn } from "@holdfast/words"
import type { PackProblem } from "./problem.ts"

/** What rule a problem breaks and how to mend it, in the reader's language. */
export function problemWords(language: Language, { rule, values }: PackProblem): { rule: string; mend: string } {
  const words = wordsIn(language)
  return { rule: words(`packs:rules.${rule}.rule`, values), mend: words(`packs:rules.${rule}.mend`, values) }
}

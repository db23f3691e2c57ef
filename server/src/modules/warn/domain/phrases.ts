import { type Bilingual, type Level, levels, type PackWarning } from "@holdfast/contracts"

/**
 * What a pack has approved to be said about what to do: each line of its instructions, in both languages. Those of the level come
 * first, then those of the levels beside it; none twice.
 */
export function phrasesOf(pack: PackWarning, level: Level): Bilingual[] {
  const at = levels.indexOf(level)
  const nearest = levels.toSorted((a, b) => Math.abs(levels.indexOf(a) - at) - Math.abs(levels.indexOf(b) - at))
  const all = nearest.flatMap((one) => pairsOf(pack.levels[one].texts))
  return [...new Map(all.map((phrase) => [phrase["zh-CN"], phrase])).values()]
}

/** A template says the same in the same order; where it does not, no line has a twin to go with it. */
function pairsOf(texts: PackWarning["levels"]["red"]["texts"]): Bilingual[] {
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
  const [chinese, english] = [lines(texts["zh-CN"].instruction), lines(texts.en.instruction)]
  return chinese.length === english.length ? chinese.map((line, i) => ({ "zh-CN": line, en: english[i]! })) : []
}

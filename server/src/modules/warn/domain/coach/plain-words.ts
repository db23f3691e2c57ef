import type { Language } from "@holdfast/words"

/** What offices write, and what people say; longer phrases first. An empty second word: the phrase can go. */
const plain: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/\b(?:the public|residents|all persons) (?:is|are) (?:advised|urged|requested) to /i, ""],
    [/\bin the vicinity of\b/i, "near"],
    [/\bin the event of\b/i, "if there is"],
    [/\bat this time\b/i, "now"],
    [/\bshelter in place\b/i, "stay indoors"],
    [/\brefrain from (?:using|entering)\b/i, "do not use"],
    [/\bprior to\b/i, "before"],
    [/\bproceed to\b/i, "go to"],
    [/\bdue to\b/i, "because of"],
    [/\bprecipitation\b/i, "rain"],
    [/\binundat(?:ion|ed)\b/i, "flooded"],
    [/\bimminent\b/i, "very near"],
    [/\bcommenc(?:e|es)\b/i, "start"],
    [/\bterminat(?:e|es)\b/i, "end"],
    [/\butili[sz]e\b/i, "use"],
    [/\bapproximately\b/i, "about"],
    [/\bnumerous\b/i, "many"],
    [/\bassistance\b/i, "help"],
    [/\bsufficient\b/i, "enough"],
    [/\bimmediately\b/i, "now"],
    [/\bsubsequently\b/i, "then"],
    [/\bevacuate\b/i, "leave"],
  ],
  "zh-CN": [
    [/请?广大(?:市民|群众|居民)(?:朋友)?/, "您"],
    [/强降(?:水|雨)/, "大雨"],
    [/降水/, "雨"],
    [/切勿|请勿|严禁|禁止/, "不要"],
    [/务必/, "一定要"],
    [/即刻|迅速/, "马上"],
    [/前往/, "去"],
    [/(?:予以|进行)(?=[\u4e00-\u9fff]{2})/, ""],
    [/密切关注/, "留意"],
    [/易涝点/, "容易积水的地方"],
    [/次生灾害/, "之后的危险"],
    [/驶离/, "开车离开"],
  ],
}

/** The first phrase that has a plainer one, with it. */
export function findHardWord(text: string, language: Language): { pattern: RegExp; found: string; plain: string } | undefined {
  for (const [pattern, word] of plain[language]) {
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return { pattern, found, plain: word }
  }
  return undefined
}

/** A reader of a small screen holds about so much at once: words in English, characters in Chinese. */
const SENTENCE_MAX = { "zh-CN": 35, en: 20 } as const
/** What stands for a slot while it is counted: the length of a short name. */
const SLOT = { "zh-CN": "某某地方", en: "somewhere" } as const

/** The longest sentence beyond what is easily read, with its limit. Long names and times are not its author's doing. */
export function findLongSentence(written: string, language: Language): { found: string; limit: number } | undefined {
  const limit = SENTENCE_MAX[language]
  const lengthOf = (sentence: string) => {
    const filled = sentence.replaceAll(/\{\{[^}]*\}\}/g, SLOT[language])
    return language === "en"
      ? (filled.match(/[\p{L}\d][\p{L}\d'’:.,-]*/gu)?.length ?? 0)
      : filled.replaceAll(/[\s\p{P}]/gu, "").length
  }
  const ends = language === "en" ? /(?<=[.;?])\s+|\n/ : /(?<=[。；？])|\n/
  const longest = written
    .split(ends)
    .map((sentence) => ({ sentence: sentence.trim(), length: lengthOf(sentence) }))
    .filter(({ length }) => length > limit)
    .toSorted((a, b) => b.length - a.length)[0]
  return longest && { found: longest.sentence, limit }
}

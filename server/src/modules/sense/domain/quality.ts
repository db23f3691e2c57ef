import { type ResultQuality, resultQualities } from "@holdfast/contracts"
import type { Json } from "@holdfast/kernel"

/** What WaterML 2.0 and other networks call the same. */
const sameAs: Readonly<Record<string, ResultQuality>> = {
  approved: "good",
  valid: "good",
  estimated: "estimate",
  interpolated: "estimate",
  provisional: "unchecked",
  raw: "unchecked",
  suspect: "doubtful",
  questionable: "doubtful",
  bad: "poor",
  invalid: "poor",
  faulty: "poor",
}
/** An object of ISO 19157 says it this deep, and nobody sends deeper ones. */
const DEPTH_MAX = 4

/**
 * What a `resultQuality` says, by the codes of WaterML 2.0 (OGC 10-126r4, quality codes), wherever in it the word stands: a code,
 * the end of a link to one, or one of a list, of which the worst counts. Undefined when it says nothing that we know.
 */
export function qualityOf(given: Json | undefined): ResultQuality | undefined {
  const found = new Set(wordsIn(given, 0))
  return resultQualities.findLast((quality) => found.has(quality))
}

/** The codes of WaterML 2.0. */
const codes = ["good", "unchecked", "estimate", "suspect", "poor"]
const WATERML = "http://www.opengis.net/def/waterml/2.0/quality/"

/** Whether a text is a code of the list, or the standard's link to one, and so says nothing about anybody, although one is "suspect". */
export function isQualityCode(text: unknown): boolean {
  return typeof text === "string" && codes.some((code) => text === code || text === `${WATERML}${code}`)
}

/** What stands beside a value that cannot be. */
const IMPOSSIBLE: Json = `${WATERML}poor`

/** The quality of a value that cannot be: poor, beside what was said about it. */
export function judgedPoor(given: Json | undefined): Json {
  if (given === undefined || given === null) return IMPOSSIBLE
  const all = Array.isArray(given) ? given : [given]
  return all.includes(IMPOSSIBLE) ? given : [...all, IMPOSSIBLE]
}

/** What was said about a value that was judged; undefined when nothing was. */
export function withoutJudgement(judged: Json | undefined): Json | undefined {
  if (judged === IMPOSSIBLE) return undefined
  if (!Array.isArray(judged) || !judged.includes(IMPOSSIBLE)) return judged
  const said = judged.filter((one) => one !== IMPOSSIBLE)
  return said.length === 1 ? said[0] : said
}

function wordsIn(given: Json | undefined, depth: number): ResultQuality[] {
  if (typeof given === "string") {
    const word = given.toLowerCase().split(/[/#:]/).at(-1)!
    const known = resultQualities.find((quality) => quality === word) ?? sameAs[word]
    return known ? [known] : []
  }
  if (given === null || typeof given !== "object" || depth >= DEPTH_MAX) return []
  return Object.values(given).flatMap((inner) => wordsIn(inner as Json, depth + 1))
}

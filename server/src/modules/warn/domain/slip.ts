import type { Language } from "@holdfast/words"

/** A slip is a word or two; more is another text. */
const WORDS_MAX = 3
/** Letters of one English word, and what share of it. */
const LETTERS_MAX = 2
const LETTERS_SHARE = 0.4
const CHARACTERS_MAX = 2
/** Where to, whether, and what to do hangs on each of these alone; none comes, goes, or becomes another one. */
const weighty =
  /[东南西北上下左右内外里前后高低深浅远近大小多少增减升降进出入来去往返回离留开关闭启停走跑站坐躲避撤退守不勿别禁莫未无非免没可能须应要从由过越先再早晚今明昨冷热干湿吃喝用锁拔]/g
/** Words of which one is a letter or two away from another one that sends people elsewhere. */
const opposed = new Set(
  "in on into onto inside outside up down upper lower over under above below near far north south east west left right high low hot cold open close shut lock enter exit leave live stay go come walk wait drive dive eat heat boil oil cook cool light fight right night fire wire line safe unsafe more less now not may must can".split(
    " ",
  ),
)
const turned = /^(?:un|in|im|dis|non|mis|de|re)/

/** Whether one text differs from the other by a slip of letters: the same words in the same order, few of them written otherwise. */
export function isSlip(was: string, is: string, language: Language): boolean {
  return language === "zh-CN" ? isChineseSlip(was, is) : isEnglishSlip(was, is)
}

function isChineseSlip(was: string, is: string): boolean {
  const [one, other] = [plain(was), plain(is)]
  if (one.match(weighty)?.join("") !== other.match(weighty)?.join("")) return false
  return distance(Array.from(one), Array.from(other)) <= CHARACTERS_MAX
}

function isEnglishSlip(was: string, is: string): boolean {
  const [ones, others] = [was, is].map(
    (text) =>
      plain(text)
        .toLowerCase()
        .match(/[\p{L}\p{N}'’]+|[^\p{L}\p{N}'’\s]/gu) ?? [],
  )
  if (ones!.length !== others!.length) return false
  const changed = ones!.flatMap((one, i) => (one === others![i] ? [] : [[one, others![i]!] as const]))
  return changed.length <= WORDS_MAX && changed.every(([one, other]) => isMisspelt(one, other))
}

function isMisspelt(one: string, other: string): boolean {
  if (opposed.has(one) && opposed.has(other)) return false
  // “Safe” and “unsafe” are two letters apart.
  if (one.replace(turned, "") === other || other.replace(turned, "") === one) return false
  // Whose pen slips seldom misses the first letter; another one makes “gather” of “water”.
  if (one[0] !== other[0] && (one[0] !== other[1] || one[1] !== other[0])) return false
  const letters = distance(Array.from(one), Array.from(other))
  return letters <= LETTERS_MAX && letters / Math.max(one.length, other.length) < LETTERS_SHARE
}

/** Without what is not read aloud: width of characters, spaces, and the full stop at the end of a line. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[.。]*[ \t]*$/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim()
}

/** Letters put in, left out, exchanged, or turned round with the next one (optimal string alignment). */
function distance(one: readonly string[], other: readonly string[]): number {
  let before: number[] = []
  let row = other.map((_, i) => i)
  row.push(other.length)
  for (const [i, letter] of one.entries()) {
    const next = [i + 1]
    for (const [j, with_] of other.entries()) {
      const isTurned = i > 0 && j > 0 && letter === other[j - 1] && one[i - 1] === with_
      next.push(
        Math.min(
          row[j + 1]! + 1,
          next[j]! + 1,
          row[j]! + (letter === with_ ? 0 : 1),
          isTurned ? before[j - 1]! + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = row
    row = next
  }
  return row.at(-1)!
}

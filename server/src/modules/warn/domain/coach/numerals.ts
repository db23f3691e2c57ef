/** Numbers as people write them in words, in both languages. */

const englishOnes =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
const englishTens = "twenty thirty forty fifty sixty seventy eighty ninety"
const small = new Map([
  ...englishOnes.split(" ").map((word, value) => [word, value] as const),
  ...englishTens.split(" ").map((word, i) => [word, 10 * (i + 2)] as const),
])
const large = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1_000_000],
])
const ENGLISH = [...small.keys(), ...large.keys()].join("|")
/** Such as “two”, “twenty-five”, “two hundred and ten”. */
export const ENGLISH_NUMERAL = `(?:${ENGLISH})(?:[- ](?:and )?(?:${ENGLISH}))*`

const digits = new Map(Array.from("零一二三四五六七八九").map((digit, value) => [digit, value] as const))
const units = new Map([
  ["十", 10],
  ["百", 100],
  ["千", 1_000],
  ["万", 10_000],
  ["亿", 100_000_000],
])
export const CHINESE_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+"

/** The value of what `ENGLISH_NUMERAL` found. */
export function englishValue(words: string): number {
  let total = 0
  let current = 0
  for (const word of words.toLowerCase().split(/[- ]/)) {
    const factor = large.get(word)
    if (factor === undefined) current += small.get(word) ?? 0
    else if (factor === 100) current = (current || 1) * 100
    else {
      total += (current || 1) * factor
      current = 0
    }
  }
  return total + current
}

/** The value of what `CHINESE_NUMERAL` found. */
export function chineseValue(words: string): number {
  let total = 0
  let section = 0
  let digit = 0
  for (const character of words.replaceAll("两", "二").replaceAll("〇", "零")) {
    const factor = units.get(character)
    if (factor === undefined) digit = digits.get(character) ?? 0
    else if (factor < 10_000) {
      section += (digit || 1) * factor
      digit = 0
    } else {
      total = (total + section + digit || 1) * factor
      section = 0
      digit = 0
    }
  }
  return total + section + digit
}

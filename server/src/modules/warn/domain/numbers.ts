const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
const MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
/** A month only beside a day, so that "you may" is none. */
const MONTH_BESIDE_DAY = new RegExp(`(?<=\\d )${MONTH}|${MONTH}(?= \\d)`, "g")
const NUMBER = /(\d{1,2}):(\d\d)|(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([万亿])?/g

/**
 * The numbers that a text names, each in one written form, so that two languages can be compared: months are numbers, 41.2万 is
 * 412000, 8:00 is 08:00. Numbers in words are not seen.
 */
export function numbersIn(text: string): Set<string> {
  const plain = text
    .normalize("NFKC")
    .replaceAll(MONTH_BESIDE_DAY, (name) => ` ${months.indexOf(name.slice(0, 3).toLowerCase()) + 1} `)
  return new Set(
    [...plain.matchAll(NUMBER)].map(([, hour, minute, whole, fraction = "", unit]) => {
      if (hour !== undefined) return `${hour.padStart(2, "0")}:${minute}`
      const value = Number(`${whole!.replaceAll(",", "")}${fraction}`)
      return String(Number((value * (unit === "万" ? 1e4 : unit === "亿" ? 1e8 : 1)).toPrecision(12)))
    }),
  )
}

/** The numbers that only one of two texts names. */
export function numbersThatDiffer(one: string, other: string): string[] {
  const [ones, others] = [numbersIn(one), numbersIn(other)]
  return [...[...ones].filter((number) => !others.has(number)), ...[...others].filter((number) => !ones.has(number))]
}

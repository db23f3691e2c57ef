/** A text that means a moment, though it may not be written as CAP has it. The offset must be there: nobody can guess it. */
const ANY_TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)? ?(?:([Zz])|([-+]\d\d):?(\d\d))$/
const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/**
 * Whether a text is a time as CAP 1.2 has it (section 3.3.2): whole seconds and a numeric offset, never `Z`, and a day and hour
 * that exist. The comma that the schema's own pattern lets in before the offset is refused.
 */
export function isCapTime(text: string): boolean {
  if (text.length !== 25) return false
  const isDay = text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(10) === 84
  if (!isDay || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58 || text.charCodeAt(22) !== 58) return false
  const sign = text.charCodeAt(19)
  if (sign !== 43 && sign !== 45) return false
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const offset = two(text, 20) * 60 + two(text, 23)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && isLeap ? 29 : (daysOf[month - 1] ?? 0)
  // What is no digit gives NaN, which is true in none of these.
  return (
    year >= 0 &&
    day >= 1 &&
    day <= days &&
    two(text, 11) < 24 &&
    two(text, 14) < 60 &&
    two(text, 17) < 60 &&
    offset <= 840 &&
    two(text, 23) < 60
  )
}

function two(text: string, at: number): number {
  const first = text.charCodeAt(at) - 48
  const second = text.charCodeAt(at + 1) - 48
  return first >= 0 && first <= 9 && second >= 0 && second <= 9 ? first * 10 + second : Number.NaN
}

/**
 * A time as others write it, as CAP time: `Z` becomes an offset, parts of a second are cut, a space counts as `T`. Undefined for what
 * names no moment.
 */
export function mendCapTime(text: string): string | undefined {
  if (isCapTime(text)) return text
  const found = ANY_TIME.exec(text)
  if (!found) return undefined
  const [, day, minutes, seconds = ":00", isZulu, hours, rest] = found
  const mended = `${day}T${minutes}${seconds}${isZulu ? "-00:00" : `${hours}:${rest}`}`
  return isCapTime(mended) ? mended : undefined
}

/** The moment that a CAP time names. Only for what `isCapTime` let through. */
export function fromCapTime(text: string): Date {
  return new Date(text)
}

/** Milliseconds since 1970 of a CAP time, in whole seconds; only for what `isCapTime` let through. */
export function epochOfCapTime(text: string): number {
  const sign = text.charCodeAt(19) === 45 ? -1 : 1
  const offset = sign * (two(text, 20) * 60 + two(text, 23)) * 60_000
  const year = two(text, 0) * 100 + two(text, 2)
  return Date.UTC(year, two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17)) - offset
}

/**
 * A moment as CAP time in a city's zone, such as `2026-07-31T03:12:00+08:00`; parts of a second are cut. UTC is `-00:00`,
 * which says that no local zone is meant.
 *
 * @param timeZone IANA name, such as `Asia/Shanghai`
 */
export function toCapTime(at: Date, timeZone: string): string {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")!.value
  const found = /([+-]\d\d:\d\d)/.exec(name)?.[1] ?? "+00:00"
  const offset = found === "+00:00" ? "-00:00" : found
  const sign = offset.startsWith("-") ? -1 : 1
  const offsetMs = sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000
  return `${new Date(at.getTime() + offsetMs).toISOString().slice(0, 19)}${offset}`
}

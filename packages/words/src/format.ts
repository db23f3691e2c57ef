import type { Language } from "./languages.ts"

/**
 * The only place where numbers, times, and measures become text: one value, both languages, always the 24-hour clock.
 * `timeZone` is the city's.
 */
export interface Formats {
  /** 2026 */
  year(at: Date): string
  /** 2026年7月31日 周五 03:05 · Fri 31 Jul 2026, 03:05 */
  dateTime(at: Date): string
  /** 7月31日 03:05 · 31 Jul 03:05 */
  shortDateTime(at: Date): string
  /** 03:05 */
  time(at: Date): string
  /** 03:05:12 */
  clock(at: Date): string
  /** 7月31日 周五 · Fri 31 Jul */
  day(at: Date): string
  /** 7月31日 周五 22:00 至 8月1日 周六 06:00 · Fri 31 Jul 22:00 to Sat 1 Aug 06:00 */
  span(from: Date, to: Date): string
  /** 4小时48分 · 4 h 48 min */
  duration(ms: number): string
  /** 20分钟前（03:05） · 20 min ago (03:05); beyond an hour the date and time */
  ago(at: Date, now: Date): string
  /** 412,306 */
  count(value: number): string
  /** 约41.2万人 · about 412,000 people: for the public, three digits at most */
  people(value: number): string
  /** 50毫米 · 50 mm */
  measure(value: number, unit: string): string
  /** UTC+8 */
  zone(at: Date): string
  /** The moment at which a clock in the city shows `2026-07-31T03:05`. */
  cityTime(shown: string): Date
}

const unitNames: Record<string, string> = { mm: "毫米", m: "米", cm: "厘米", km: "公里", h: "小时", min: "分钟" }
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

export function formatsIn(language: Language, timeZone: string): Formats {
  const chinese = language === "zh-CN"
  const part = (at: Date, options: Intl.DateTimeFormatOptions) =>
    formatter(chinese ? "zh-CN" : "en-GB", timeZone, options).format(at)
  const time = (at: Date) => part(at, { hour: "2-digit", minute: "2-digit" })
  const day = (at: Date) => (chinese ? part(at, { month: "long", day: "numeric" }) : part(at, { day: "numeric", month: "short" }))
  const weekday = (at: Date) => part(at, { weekday: "short" })
  const shortDateTime = (at: Date) => `${day(at)} ${time(at)}`
  const weekdayOf = (at: Date) => (chinese ? `${day(at)} ${weekday(at)}` : `${weekday(at)} ${day(at)}`)
  const dayTime = (at: Date) => `${weekdayOf(at)} ${time(at)}`
  const count = (value: number) => formatterOfNumbers.format(value)
  const zone = (at: Date) =>
    formatter("en", timeZone, { timeZoneName: "shortOffset" })
      .formatToParts(at)
      .find(({ type }) => type === "timeZoneName")!
      .value.replace("GMT", "UTC")
  return {
    time,
    shortDateTime,
    day: weekdayOf,
    count,
    dateTime: (at) => {
      const year = part(at, { year: "numeric" }).replace("年", "")
      return chinese ? `${year}年${day(at)} ${weekday(at)} ${time(at)}` : `${weekday(at)} ${day(at)} ${year}, ${time(at)}`
    },
    year: (at) => part(at, { year: "numeric" }).replace("年", ""),
    clock: (at) => part(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    span: (from, to) => `${dayTime(from)} ${chinese ? "至" : "to"} ${dayTime(to)}`,
    duration: (ms) => {
      const minutes = Math.round(ms / MINUTE_MS)
      const hours = Math.floor(minutes / 60)
      const rest = minutes % 60
      const words = chinese
        ? [hours && `${hours}小时`, (rest || !hours) && `${rest}分`]
        : [hours && `${hours} h`, (rest || !hours) && `${rest} min`]
      return words.filter(Boolean).join(chinese ? "" : " ")
    },
    ago: (at, now) => {
      const passedMs = Math.max(0, now.getTime() - at.getTime())
      if (passedMs >= HOUR_MS) return shortDateTime(at)
      const minutes = Math.floor(passedMs / MINUTE_MS)
      return chinese ? `${minutes}分钟前（${time(at)}）` : `${minutes} min ago (${time(at)})`
    },
    people: (value) => {
      const rounded = Number(value.toPrecision(3))
      if (!chinese) return `about ${count(rounded)} people`
      return rounded >= 10_000 ? `约${rounded / 10_000}万人` : `约${count(rounded)}人`
    },
    measure: (value, unit) => (chinese && unitNames[unit] ? `${value}${unitNames[unit]}` : `${value} ${unit}`),
    zone,
    cityTime: (shown) => {
      const asUtcMs = Date.parse(`${shown}Z`)
      // Twice, because the offset of the first guess may be that of another season.
      const guess = new Date(asUtcMs - offsetMs(zone(new Date(asUtcMs))))
      return new Date(asUtcMs - offsetMs(zone(guess)))
    },
  }
}

/** Of `UTC+8`, `UTC-3:30`, `UTC`. */
function offsetMs(zone: string): number {
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d+)(?::(\d+))?/.exec(zone) ?? []
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS)
}

const formatterOfNumbers = new Intl.NumberFormat("en", { maximumFractionDigits: 2 })
const cache = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs about fifty times what using it does. */
function formatter(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`
  let found = cache.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options })
    cache.set(key, found)
  }
  return found
}

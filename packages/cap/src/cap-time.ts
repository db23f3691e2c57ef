const CAP_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([-+])(\d\d):(\d\d)$/

/**
 * Whether a text is a time as CAP 1.2 has it (section 3.3.2): whole seconds and a numeric offset, never `Z`, and a day and hour
 * that exist. The comma that the schema's own pattern lets in before the offset is refused.
 */
export function isCapTime(text: string): boolean {
  const found = CAP_TIME.exec(text)
  if (!found) return false
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const [offsetHours, offsetMinutes] = [Number(found[8]), Number(found[9])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return (
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    offsetHours * 60 + offsetMinutes <= 14 * 60 &&
    offsetMinutes < 60
  )
}

/** The moment that a CAP time names. Only for what `isCapTime` let through. */
export function fromCapTime(text: string): Date {
  return new Date(text)
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

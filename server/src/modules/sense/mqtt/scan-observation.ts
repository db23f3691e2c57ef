/** What a usual message says, beside nothing. Times are milliseconds since 1970. */
export interface Scanned {
  /** The series that it names itself. */
  readonly datastream: number | undefined
  readonly atMs: number
  /** Undefined when the message has none. */
  readonly resultAtMs: number | undefined
  readonly result: number | boolean
}

const TOPIC_START = "v1.1/Datastreams("
const TOPIC_END = ")/Observations"
const SHAPE =
  /^\{(?:"Datastream": ?\{"@iot\.id": ?([1-9]\d{0,8})\}, ?)?"phenomenonTime": ?"([^"\\]{20,29})", ?(?:"resultTime": ?"([^"\\]{20,29})", ?)?"result": ?(-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?|true|false)\}$/
const LENGTH_MAX = 200

/** The number in `v1.1/Datastreams(17)/Observations`; undefined for any other topic. */
export function scanTopic(topic: string): number | undefined {
  if (!topic.startsWith(TOPIC_START) || !topic.endsWith(TOPIC_END)) return undefined
  const end = topic.length - TOPIC_END.length
  if (end === TOPIC_START.length || end - TOPIC_START.length > 9) return undefined
  let number = 0
  for (let i = TOPIC_START.length; i < end; i += 1) {
    const digit = topic.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  return number
}

/**
 * Reads a measurement that has the usual shape: perhaps a link to its `Datastream`, `phenomenonTime`, perhaps
 * `resultTime`, `result`, in this order, with at most a space after colons and commas. Undefined for any other, which is read as JSON against the schema instead; both ways agree.
 */
export function scanObservation(payload: Uint8Array): Scanned | undefined {
  if (payload.byteLength > LENGTH_MAX) return undefined
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const found = SHAPE.exec(bytes.toString("latin1"))
  if (!found) return undefined
  const [, datastream, at, resultAt, result] = found
  const atMs = scanInstant(at!)
  const resultAtMs = resultAt === undefined ? undefined : scanInstant(resultAt)
  if (atMs === undefined || (resultAt !== undefined && resultAtMs === undefined)) return undefined
  return {
    datastream: datastream === undefined ? undefined : Number(datastream),
    atMs,
    resultAtMs,
    result: result === "true" ? true : result === "false" ? false : Number(result),
  }
}

const DAY_MS = 86_400_000
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** The last day that was looked at: devices send about today. */
let lastDay = ""
let lastDayMs = 0

/** `2026-07-31T03:05:00Z`, perhaps with milliseconds; undefined for anything else, such as an offset. */
function scanInstant(text: string): number | undefined {
  const { length } = text
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== Z || text.charCodeAt(10) !== T) return undefined
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (!(hour < 24 && minute < 60 && second < 60) || text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON)
    return undefined
  let ms = 0
  if (length === 24) {
    ms = twoDigits(text, 20) * 10 + (text.charCodeAt(22) - 48)
    if (text.charCodeAt(19) !== DOT || !(ms >= 0 && text.charCodeAt(22) >= 48 && text.charCodeAt(22) <= 57)) return undefined
  }
  const day = text.slice(0, 10)
  if (day !== lastDay) {
    const dayMs = dayOf(day)
    if (dayMs === undefined) return undefined
    lastDay = day
    lastDayMs = dayMs
  }
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms
}
const [Z, T, COLON, DOT] = [90, 84, 58, 46]

function dayOf(day: string): number | undefined {
  const [, month = "", date = ""] = /^\d{4}-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (!(Number(date) >= 1 && Number(date) <= (MONTH_DAYS[Number(month) - 1] ?? 0))) return undefined
  const dayMs = Date.parse(day)
  // A day that its month does not have rolls over, or is none.
  return Number.isNaN(dayMs) || new Date(dayMs).toISOString().slice(0, 10) !== day
    ? undefined
    : Math.floor(dayMs / DAY_MS) * DAY_MS
}

/** NaN for what are no digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

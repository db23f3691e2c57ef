import type { Message } from "../../../platform/mqtt/index.ts"
import { NO_RESULT_TIME, type Said } from "../domain/observation.ts"

/** What a usual message says; written anew by each that is read. */
export type Scanned = { -readonly [K in keyof Said]: Said[K] } & {
  /** The series that it names itself; 0 when it names none. */
  datastream: number
}

export function newScanned(): Scanned {
  return { datastream: 0, atMs: 0, resultAtMs: NO_RESULT_TIME, result: 0, isTruth: false }
}

const TOPIC_START = "v1.1/Datastreams("
const TOPIC_END = ")/Observations"
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

const LENGTH_MAX = 200
const [DATASTREAM, ID, PHENOMENON, RESULT_TIME, RESULT] = [
  text('"Datastream":'),
  text('"@iot.id":'),
  text('"phenomenonTime":'),
  text('"resultTime":'),
  text('"result":'),
]
const [TRUE, FALSE] = [text("true"), text("false")]
const [OPEN, CLOSE, COMMA, QUOTE, SPACE, DASH, DOT] = [0x7b, 0x7d, 0x2c, 0x22, 0x20, 0x2d, 0x2e] as const
const [ZERO, NINE, COLON, T, Z] = [0x30, 0x39, 0x3a, 0x54, 0x5a] as const
/** Beyond, a number does not hold each of them. */
const DIGITS_MAX = 15

/** What is read, and where: one message at a time. */
let bytes: Buffer = Buffer.alloc(0)
let at = 0
let end = 0

/**
 * Reads a measurement that has the usual shape: perhaps a link to its `Datastream`, `phenomenonTime`, perhaps
 * `resultTime`, `result`, in this order, with at most a space after colons and commas. False for any other, which is read as JSON
 * against the schema instead; both ways agree. It is read where it lies, because a text for each part costs more than the reading.
 *
 * @param into what it says, when it has that shape
 */
export function scanObservation(message: Pick<Message, "bytes" | "start" | "end">, into: Scanned): boolean {
  if (message.end - message.start > LENGTH_MAX) return false
  bytes = message.bytes
  at = message.start
  end = message.end
  into.datastream = 0
  into.resultAtMs = NO_RESULT_TIME
  if (!passes(OPEN)) return false
  if (isNext(DATASTREAM)) {
    if (!passesText(DATASTREAM) || !passes(OPEN) || !passesText(ID)) return false
    into.datastream = scanId()
    if (into.datastream === 0 || !passes(CLOSE) || !passesComma()) return false
  }
  if (!passesText(PHENOMENON)) return false
  into.atMs = scanInstant()
  if (!passesComma()) return false
  if (isNext(RESULT_TIME)) {
    if (!passesText(RESULT_TIME)) return false
    into.resultAtMs = scanInstant()
    if (Number.isNaN(into.resultAtMs) || !passesComma()) return false
  }
  if (!passesText(RESULT)) return false
  into.isTruth = isNext(TRUE) || isNext(FALSE)
  into.result = into.isTruth ? scanTruth() : scanNumber()
  return passes(CLOSE) && at === end && !Number.isNaN(into.atMs) && !Number.isNaN(into.result)
}

function text(of: string): Buffer {
  return Buffer.from(of, "latin1")
}

function passes(byte: number): boolean {
  if (at >= end || bytes[at] !== byte) return false
  at += 1
  return true
}

function passesComma(): boolean {
  if (!passes(COMMA)) return false
  passes(SPACE)
  return true
}

function isNext(literal: Buffer): boolean {
  if (at + literal.length > end) return false
  for (let i = 0; i < literal.length; i += 1) if (bytes[at + i] !== literal[i]) return false
  return true
}

/** A name with its colon, and perhaps a space. */
function passesText(literal: Buffer): boolean {
  if (!isNext(literal)) return false
  at += literal.length
  passes(SPACE)
  return true
}

/** 0 for what is no id. */
function scanId(): number {
  const start = at
  let id = 0
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) {
    id = id * 10 + bytes[at]! - ZERO
    at += 1
  }
  return at === start || at - start > 9 || bytes[start] === ZERO ? 0 : id
}

function scanTruth(): number {
  const isTrue = isNext(TRUE)
  at += isTrue ? TRUE.length : FALSE.length
  return isTrue ? 1 : 0
}

/**
 * NaN for what JSON does not call a number, or has so many digits or an exponent that it must be read with more care. Digits and
 * power of ten are both whole and exact, so that their quotient is rounded as the text itself would be.
 */
function scanNumber(): number {
  const isNegative = passes(DASH)
  const start = at
  let digits = 0
  let count = 0
  let behind = 0
  let dot = -1
  for (; at < end; at += 1) {
    const byte = bytes[at]!
    if (byte === DOT && dot < 0 && at > start) {
      dot = at
      continue
    }
    if (byte < ZERO || byte > NINE) break
    digits = digits * 10 + byte - ZERO
    count += 1
    if (dot >= 0) behind += 1
  }
  const hasIdleZero = bytes[start] === ZERO && at > start + 1 && dot !== start + 1
  if (count === 0 || count > DIGITS_MAX || hasIdleZero || (dot >= 0 && behind === 0)) return Number.NaN
  const value = behind === 0 ? digits : digits / 10 ** behind
  return isNegative ? -value : value
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** The last day that was looked at: devices send about today. As 20260731. */
let lastDay = 0
let lastDayMs = 0

/** `"2026-07-31T03:05:00Z"`, perhaps with milliseconds; NaN for anything else, such as an offset. */
function scanInstant(): number {
  const start = at + 1
  const isLong = bytes[start + 19] === DOT
  const last = start + (isLong ? 23 : 19)
  if (last + 1 >= end || bytes[at] !== QUOTE || bytes[last] !== Z || bytes[last + 1] !== QUOTE) return Number.NaN
  const isPunctuated =
    bytes[start + 4] === DASH && bytes[start + 7] === DASH && bytes[start + 10] === T && bytes[start + 13] === COLON
  if (!isPunctuated || bytes[start + 16] !== COLON) return Number.NaN
  const [hour, minute, second] = [twoDigits(start + 11), twoDigits(start + 14), twoDigits(start + 17)]
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN
  const ms = isLong ? twoDigits(start + 20) * 10 + digit(start + 22) : 0
  const day = (twoDigits(start) * 100 + twoDigits(start + 2)) * 10_000 + twoDigits(start + 5) * 100 + twoDigits(start + 8)
  if (day !== lastDay) {
    const dayMs = dayOf(day)
    if (Number.isNaN(dayMs)) return Number.NaN
    lastDay = day
    lastDayMs = dayMs
  }
  at = last + 2
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms
}

/** NaN for a day that its month does not have. */
function dayOf(day: number): number {
  const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100]
  if (!(date >= 1 && date <= (MONTH_DAYS[month - 1] ?? 0))) return Number.NaN
  const dayMs = year < 1000 ? Number.NaN : Date.UTC(year, month - 1, date)
  return new Date(dayMs).getUTCDate() === date ? dayMs : Number.NaN
}

/** NaN for what are no digits. */
function twoDigits(from: number): number {
  return digit(from) * 10 + digit(from + 1)
}

function digit(from: number): number {
  const value = bytes[from]! - ZERO
  return value >= 0 && value <= 9 ? value : Number.NaN
}

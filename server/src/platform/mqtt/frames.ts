/** Types of MQTT 3.1.1 packets (2.2.1) that our own listener answers; everything else is the broker's. */
export const CONNECT = 1
export const PUBLISH = 3
export const PINGREQ = 12
export const DISCONNECT = 14

const CONTINUES = 0x80
const LENGTH_BYTES_MAX = 4

/** Where a packet lies in what has come so far. */
export interface Frame {
  readonly type: number
  readonly flags: number
  /** Of the variable header. */
  readonly start: number
  readonly end: number
}

/** The packet at `at`; undefined when it is not whole yet; `"broken"` for one that is too long or has a length without end. */
export function readFrame(bytes: Buffer, at: number, packetMaxBytes: number): Frame | undefined | "broken" {
  let length = 0
  for (let i = 0; i < LENGTH_BYTES_MAX; i += 1) {
    const byte = bytes[at + 1 + i]
    if (byte === undefined) return undefined
    length += (byte & 0x7f) * 128 ** i
    if (byte & CONTINUES) continue
    if (length > packetMaxBytes) return "broken"
    const start = at + 2 + i
    const head = bytes[at]!
    return start + length > bytes.length ? undefined : { type: head >> 4, flags: head & 0x0f, start, end: start + length }
  }
  return "broken"
}

/** Of the name by which a client is told apart. Usual ones have 23 (MQTT 3.1.1, 3.1.3.1); a name with place and number has a hundred. */
export const CLIENT_ID_MAX_BYTES = 256

/** What the usual device says first. */
export interface Connect {
  readonly clientId: string
  readonly keepAliveSeconds: number
  readonly name: string
  readonly password: string
}

const FLAG = { name: 0x80, password: 0x40, will: 0x04 | 0x08 | 0x10 | 0x20, clean: 0x02, reserved: 0x01 } as const

/** Reads a CONNECT of MQTT 3.1.1 with a clean session and without a will; undefined for any other, which is the broker's to judge. */
export function readConnect(bytes: Buffer, { start, end }: Pick<Frame, "start" | "end">): Connect | undefined {
  const header = start + 10
  if (header > end || bytes.toString("latin1", start, start + 7) !== "\x00\x04MQTT\x04") return undefined
  const flags = bytes[start + 7]!
  if (flags & (FLAG.will | FLAG.reserved) || !(flags & FLAG.clean)) return undefined
  let at = header
  let isWhole = true
  const text = (): string => {
    const from = at + 2
    const to = from + (at + 2 <= end ? bytes.readUInt16BE(at) : 0)
    isWhole &&= from <= end && to <= end
    at = to
    return isWhole ? bytes.toString("utf8", from, to) : ""
  }
  const clientId = text()
  if (at - header - 2 > CLIENT_ID_MAX_BYTES) return undefined
  const name = flags & FLAG.name ? text() : ""
  const password = flags & FLAG.password ? text() : ""
  if (!isWhole || at !== end) return undefined
  return { clientId, keepAliveSeconds: bytes.readUInt16BE(start + 8), name, password }
}

const PUBACK_BYTES = 4

/** PUBACK for each of the ids, in one piece. */
export function pubacks(ids: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(ids.length * PUBACK_BYTES)
  for (const [i, id] of ids.entries()) bytes.writeUInt32BE(0x40020000 + id, i * PUBACK_BYTES)
  return bytes
}

/** A PUBLISH of QoS 0. */
export function publishFrame(topic: string, payload: Buffer): Buffer {
  const name = Buffer.from(topic)
  const length: number[] = []
  let rest = 2 + name.length + payload.length
  do {
    length.push((rest & 0x7f) | (rest > 0x7f ? CONTINUES : 0))
    rest >>= 7
  } while (rest > 0)
  return Buffer.concat([Buffer.of(PUBLISH << 4, ...length, name.length >> 8, name.length & 0xff), name, payload])
}

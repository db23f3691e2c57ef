import { parsePath, Refused, type ResourcePath, target } from "@holdfast/sensorthings"
import type { Message } from "../../../platform/mqtt/index.ts"
import { senseErrors } from "../errors.ts"
import { refuse, refuseLevels } from "../sensorthings/refuse.ts"

/** One measurement is some hundred bytes; this leaves room for any layout. */
export const MESSAGE_MAX_BYTES = 64 * 1024
/** Twelve entities inside one another, with properties. What outgrew the stack would end the connection, again and again. */
const LEVELS_MAX = 100
export const TOPIC_ROOT = "v1.1/"
const TOPIC_SHOWN_MAX = 120
const utf8 = new TextDecoder("utf-8", { fatal: true })

/** What is to be made, and where. */
export interface Published {
  /** After the version. */
  readonly address: string
  readonly path: ResourcePath
  readonly body: unknown
}

/** Reads what was published. Throws `SENSE_TOPIC_REFUSED`, `SENSE_PAYLOAD_TOO_LARGE`, `SENSE_MESSAGE_INVALID`. */
export function readMessage({ topic, bytes, start, end }: Message): Published {
  const address = topic.startsWith(TOPIC_ROOT) ? topic.slice(TOPIC_ROOT.length) : ""
  const path = collectionAt(address)
  if (!path) throw senseErrors.TOPIC_REFUSED({ topic: topic.slice(0, TOPIC_SHOWN_MAX) })
  if (end - start > MESSAGE_MAX_BYTES) throw senseErrors.PAYLOAD_TOO_LARGE({ limitBytes: MESSAGE_MAX_BYTES })
  // What was cut off is seen by its end: the parser's own complaint costs as much as fifty measurements.
  if (bytes[end - 1] !== CLOSING_BRACE && isNotSpace(bytes[end - 1])) throw notJson()
  const body = readJson(bytes.subarray(start, end))
  refuseLevels(body, LEVELS_MAX)
  return { address, path, body }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw notJson()
  }
}

const CLOSING_BRACE = 0x7d
const SPACES = [0x20, 0x0a, 0x0d, 0x09]

function isNotSpace(byte: number | undefined): boolean {
  return byte !== undefined && !SPACES.includes(byte)
}

function notJson(): Error {
  return refuse("/", "", "json")
}

function collectionAt(address: string): ResourcePath | undefined {
  try {
    const path = parsePath(address)
    return target(path).many && !path.suffix ? path : undefined
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

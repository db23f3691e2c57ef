import { parsePath, Refused, type ResourcePath, target } from "@holdfast/sensorthings"
import type { Message } from "../../../platform/mqtt/index.ts"
import { senseErrors } from "../errors.ts"

/** One measurement is some hundred bytes; this leaves room for any layout. */
export const MESSAGE_MAX_BYTES = 64 * 1024
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
export function readMessage({ topic, payload }: Message): Published {
  const address = topic.startsWith(TOPIC_ROOT) ? topic.slice(TOPIC_ROOT.length) : ""
  const path = collectionAt(address)
  if (!path) throw senseErrors.TOPIC_REFUSED({ topic: topic.slice(0, TOPIC_SHOWN_MAX) })
  if (payload.byteLength > MESSAGE_MAX_BYTES) throw senseErrors.PAYLOAD_TOO_LARGE({ limitBytes: MESSAGE_MAX_BYTES })
  try {
    return { address, path, body: JSON.parse(utf8.decode(payload)) }
  } catch {
    throw senseErrors.MESSAGE_INVALID({ field: "/", value: "", rule: "JSON" })
  }
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

import type { Catalogue, Datastream } from "../domain/catalogue.ts"
import type { Observation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"
import { parseObservation } from "../sensorthings/observation-body.ts"

/** One measurement is some hundred bytes; this leaves room for any layout. */
export const MESSAGE_MAX_BYTES = 64 * 1024
const TOPIC = /^v1\.1\/Datastreams\((\d{1,9})\)\/Observations$/
const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Reads what a device published. Throws `SENSE_TOPIC_REFUSED`, `SENSE_PAYLOAD_TOO_LARGE`, `SENSE_MESSAGE_INVALID`, and what a measurement throws. */
export function parseMessage(
  { topic, payload }: { readonly topic: string; readonly payload: Uint8Array },
  catalogue: Pick<Catalogue, "datastreams">,
  now: Date,
): Observation {
  const id = TOPIC.exec(topic)?.[1]
  if (id === undefined) throw senseErrors.TOPIC_REFUSED({ topic: topic.slice(0, 120) })
  if (payload.byteLength > MESSAGE_MAX_BYTES) throw senseErrors.PAYLOAD_TOO_LARGE({ limitBytes: MESSAGE_MAX_BYTES })
  return parseObservation(parseJson(payload), (linked) => find(catalogue, Number(id), linked?.id), now)
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(payload))
  } catch {
    throw senseErrors.MESSAGE_INVALID({ field: "/", value: "", rule: "JSON" })
  }
}

function find({ datastreams }: Pick<Catalogue, "datastreams">, id: number, linked: number | undefined): Datastream {
  const found = linked === undefined || linked === id ? datastreams.get(id) : undefined
  if (!found) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: linked ?? id })
  return found
}

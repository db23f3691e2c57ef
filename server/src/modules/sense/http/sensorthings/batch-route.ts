import { AppError, newId } from "@holdfast/kernel"
import { toProblem } from "../../../../platform/http/index.ts"
import {
  type AnsweredItem,
  type BatchAnswer,
  type BatchItem,
  type BatchRequest,
  readJsonBatch,
  readMultipart,
  writeJsonBatch,
  writeMultipart,
} from "../../sensorthings/batch/index.ts"
import { refuseBatch } from "../../sensorthings/refuse.ts"
import type { Note, Once } from "./idempotency/index.ts"
import { SENSORTHINGS_PREFIX } from "./prefix.ts"
import type { Answered, Asked, Caller, SensorThingsService } from "./service.ts"

interface Batch {
  readonly contentType: string
  readonly body: unknown
}

/**
 * Does the requests of a batch in their order (OGC 18-088, 11; checks 105 to 109). Each is answered as if it came alone; a change
 * set is one transaction, and when it fails one answer says why. What `once` knows the answer of is not done again. Throws
 * `SENSE_BATCH_REFUSED` for a batch that is not understood, before anything of it is done, and what is no refusal but a failure of ours.
 */
export async function answerBatch(service: SensorThingsService, caller: Caller, batch: Batch, once: Once): Promise<Batch> {
  const isMultipart = /^multipart\/mixed\b/i.test(batch.contentType)
  const items = isMultipart ? readMultipart(String(batch.body), batch.contentType) : readJsonBatch(batch.body)
  // Addresses are understood before anything is done.
  const planned = items.map((item) => [item, requestsOf(item).map((request) => askedOf(request, caller))] as const)
  const answered: AnsweredItem[] = []
  for (const [part, [item, asked]] of planned.entries()) {
    const answer = (note: Note | undefined) =>
      item.kind === "one" ? service.answer(caller, asked[0]!, note).then((done) => [done]) : service.change(caller, asked, note)
    answered.push(await answerItem(item, asked, caller, () => once(part, answer)))
  }
  if (isMultipart) return writeMultipart(answered, `batch_${newId()}`)
  return { contentType: "application/json", body: writeJsonBatch(answered, items) }
}

function requestsOf(item: BatchItem): readonly BatchRequest[] {
  return item.kind === "one" ? [item.request] : item.requests
}

async function answerItem(
  { kind }: BatchItem,
  asked: readonly Asked[],
  caller: Caller,
  answer: () => Promise<readonly Answered[]>,
): Promise<AnsweredItem> {
  try {
    const answers = (await answer()).map((one, i) => written(one, asked[i]!.name))
    return kind === "one" ? { kind, answer: answers[0]! } : { kind, answers }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problem = toProblem(error, caller.language)
    const body = JSON.stringify({ ...problem, message: problem.detail })
    const headers = { "content-type": "application/problem+json" }
    const name = kind === "one" ? asked[0]!.name : undefined
    return { kind: "one", answer: { name, status: problem.status, headers, body } }
  }
}

function written({ status, headers, body }: Answered, name: string | undefined): BatchAnswer {
  if (body === undefined) return { name, status, headers, body: undefined }
  const isText = typeof body === "string"
  return {
    ...{ name, status, body: isText ? body : JSON.stringify(body) },
    headers: { "content-type": isText ? "text/plain; charset=utf-8" : "application/json", ...headers },
  }
}

/** Addresses may be absolute, from the root, or relative to the service, and begin with a reference. */
function askedOf({ method, url, contentType, body, name }: BatchRequest, { base }: Caller): Asked {
  const [before = "", ...after] = url.split("?")
  const path = before.replace(/^https?:\/\/[^/]+/i, "")
  const mount = [new URL(base).pathname, SENSORTHINGS_PREFIX].find((prefix) => path.startsWith(`${prefix}/`))
  const address = (mount === undefined ? path : path.slice(mount.length)).replace(/^(?:\.?\/)+/, "")
  try {
    return { method, address: decodeURIComponent(address), search: after.join("?"), contentType, body, name }
  } catch {
    throw refuseBatch(url, "decodable-address")
  }
}

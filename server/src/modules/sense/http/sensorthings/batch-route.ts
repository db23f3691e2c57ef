import { AppError, newId } from "@holdfast/kernel"
import { toProblem } from "../../../../platform/http/index.ts"
import { senseErrors } from "../../errors.ts"
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
import { SENSORTHINGS_PREFIX } from "./prefix.ts"
import type { Answered, Asked, Caller, SensorThingsService } from "./service.ts"

interface Batch {
  readonly contentType: string
  readonly body: unknown
}

/**
 * Does the requests of a batch in their order (OGC 18-088, 11; checks 105 to 109). Each is answered as if it came alone; a change
 * set is one transaction, and when it fails one answer says why. Throws `SENSE_BATCH_REFUSED` for a batch that is not understood,
 * before anything of it is done, and what is no refusal but a failure of ours.
 */
export async function answerBatch(service: SensorThingsService, caller: Caller, batch: Batch): Promise<Batch> {
  const isMultipart = /^multipart\/mixed\b/i.test(batch.contentType)
  const items = isMultipart ? readMultipart(String(batch.body), batch.contentType) : readJsonBatch(batch.body)
  // Addresses are understood before anything is done.
  const planned = items.map((item) => [item, requestsOf(item).map((request) => askedOf(request, caller))] as const)
  const answered: AnsweredItem[] = []
  for (const [item, asked] of planned) answered.push(await answerItem(service, caller, item, asked))
  if (isMultipart) return writeMultipart(answered, `batch_${newId()}`)
  return { contentType: "application/json", body: writeJsonBatch(answered, items) }
}

function requestsOf(item: BatchItem): readonly BatchRequest[] {
  return item.kind === "one" ? [item.request] : item.requests
}

async function answerItem(
  service: SensorThingsService,
  caller: Caller,
  item: BatchItem,
  asked: readonly Asked[],
): Promise<AnsweredItem> {
  try {
    if (item.kind === "one") {
      return { kind: "one", answer: written(await service.answer(caller, asked[0]!), asked[0]!.name) }
    }
    const answers = await service.change(caller, asked)
    return { kind: "change-set", answers: answers.map((answer, i) => written(answer, asked[i]!.name)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const problem = toProblem(error, caller.language)
    const body = JSON.stringify({ ...problem, message: problem.detail })
    const headers = { "content-type": "application/problem+json" }
    const name = item.kind === "one" ? asked[0]!.name : undefined
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
    throw senseErrors.BATCH_REFUSED({ part: url.slice(0, 120), rule: "an address that can be decoded" })
  }
}

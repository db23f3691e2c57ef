import type { Json } from "@holdfast/kernel"
import { z } from "zod"
import { keeping, refuseBatch, refuseBatchBody } from "../refuse.ts"
import type { AnsweredItem, BatchAnswer, BatchItem, BatchRequest } from "./batch.ts"
import { BATCH_REQUESTS_MAX } from "./batch.ts"

const id = keeping("batch-id")
const Id = z.union([z.string().min(1, id).max(60, id), z.int()], id).transform(String)

/** The JSON format of OData 4.01, 19, as the reference server takes it. */
const JsonBatch = z.object({
  requests: z
    .array(
      z.object({
        id: Id,
        atomicityGroup: z.string().max(60).optional(),
        method: z.string().max(10),
        url: z.string().max(8_000),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(BATCH_REQUESTS_MAX),
})

/** Reads a JSON batch: requests of one `atomicityGroup` stand together and are one change. Throws `SENSE_BATCH_REFUSED`. */
export function readJsonBatch(given: unknown): BatchItem[] {
  const parsed = JsonBatch.safeParse(given)
  if (!parsed.success) throw refuseBatchBody(given, parsed.error)
  const groups = new Map<string, BatchRequest[]>()
  let last: string | undefined
  return parsed.data.requests.flatMap(({ id, atomicityGroup: group, method, url, headers = {}, body }): BatchItem[] => {
    const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "application/json"
    const request = { name: id, method: method.toUpperCase(), url, contentType, body }
    const before = last
    last = group
    if (group === undefined) return [{ kind: "one", request }]
    const requests = groups.get(group)
    if (!requests) {
      const fresh = [request]
      groups.set(group, fresh)
      return [{ kind: "change-set", requests: fresh }]
    }
    if (before !== group) throw refuseBatch(id, "group-together", { group })
    requests.push(request)
    return []
  })
}

/** The answers, each with the id of its request; of a change that failed each request gets the one failure. */
export function writeJsonBatch(items: readonly AnsweredItem[], asked: readonly BatchItem[]): { responses: Json[] } {
  const responses = items.flatMap((item, i) => {
    if (item.kind === "change-set") return item.answers.map(response)
    const before = asked[i]!
    if (before.kind === "one") return [response(item.answer)]
    return before.requests.map(({ name }) => response({ ...item.answer, name }))
  })
  return { responses }
}

function response({ name, status, headers, body }: BatchAnswer): Json {
  const { location } = headers
  return {
    ...(name === undefined ? {} : { id: name }),
    status,
    ...(location === undefined ? {} : { location }),
    headers,
    ...(body === undefined ? {} : { body: /json/.test(headers["content-type"] ?? "") ? (JSON.parse(body) as Json) : body }),
  }
}

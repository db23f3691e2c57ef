import type { Mapping } from "./domain/mapping.ts"
import type { Source } from "./source.ts"

/** Answers of feeds have some hundred kB; a day of a country's gauges 5 MB. */
export const ANSWER_MAX_BYTES = 8 * 1024 * 1024
const ANSWER_TIMEOUT_MS = 20_000

type PollMapping = Extract<Mapping, { kind: "http-poll" }>

/** Asks an address once and takes what it says. Gives the tag to ask with the next time. Throws what kept it from being taken. */
export async function pollOnce(
  source: Source,
  { url }: Pick<PollMapping, "url">,
  { tag, timeoutMs = ANSWER_TIMEOUT_MS, signal }: { tag?: string | undefined; timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<string | undefined> {
  const response = await fetch(url, {
    headers: { accept: "application/json", ...(tag !== undefined && { "if-none-match": tag }) },
    redirect: "error",
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
  })
  if (response.status === 304) {
    source.tell({ state: "connected" })
    return tag
  }
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`HTTP ${response.status}`)
  }
  await source.take({ topic: "", payload: await textOf(response) })
  source.tell({ state: "connected" })
  return response.headers.get("etag") ?? undefined
}

/** Asks again and again, one at a time: a slow answer delays the next question. */
export function pollAddress(source: Source, mapping: PollMapping): { readonly stop: () => Promise<void> } {
  const ending = new AbortController()
  let tag: string | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    try {
      tag = await pollOnce(source, mapping, { tag, signal: ending.signal })
    } catch (error) {
      tag = undefined
      if (!ending.signal.aborted) source.fail(error)
    }
    if (!ending.signal.aborted) timer = setTimeout(again, mapping.every_s * 1_000).unref()
  }
  const again = () => {
    running = round()
  }
  again()
  return {
    stop: async () => {
      ending.abort()
      clearTimeout(timer)
      await running
    },
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    if (bytes > ANSWER_MAX_BYTES) throw new Error(`more than ${ANSWER_MAX_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString("utf8")
}

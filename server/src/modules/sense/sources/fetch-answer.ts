import { SourceFailed } from "./source-failed.ts"

/** Answers of feeds have some hundred kB; a day of a country's gauges 5 MB. */
export const ANSWER_MAX_BYTES = 8 * 1024 * 1024
const ANSWER_TIMEOUT_MS = 20_000
/** Services of weather ask who is asking, and turn away who does not say. */
const USER_AGENT = "Holdfast (open safety platform of a city)"
const ACCEPT =
  "application/geo+json, application/json, application/cap+xml, application/atom+xml, application/xml, image/png, */*;q=0.1"

export interface Answer {
  readonly bytes: Buffer
  readonly tag: string | undefined
  readonly modifiedAt: Date | undefined
}

export interface Asking {
  /** Of the last answer: when nothing changed, the new one is undefined. */
  readonly tag?: string | undefined
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks an address of others once. Follows no redirection, waits a bounded time for the whole answer, and reads a bounded number of
 * bytes after unpacking. Throws what kept it from being read; undefined when nothing is new.
 */
export async function fetchAnswer(
  url: string,
  { tag, timeoutMs = ANSWER_TIMEOUT_MS, signal }: Asking = {},
): Promise<Answer | undefined> {
  const response = await fetch(url, {
    headers: { accept: ACCEPT, "user-agent": USER_AGENT, ...(tag !== undefined && { "if-none-match": tag }) },
    redirect: "manual",
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
  })
  if (response.status === 304) return undefined
  if (!response.ok) {
    await response.body?.cancel()
    throw new SourceFailed(response.status < 400 ? "redirected" : "http-status", { status: response.status })
  }
  const bytes = await bytesOf(response)
  const modifiedAt = new Date(response.headers.get("last-modified") ?? Number.NaN)
  return {
    bytes,
    tag: response.headers.get("etag") ?? undefined,
    modifiedAt: Number.isNaN(modifiedAt.getTime()) ? undefined : modifiedAt,
  }
}

async function bytesOf(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    if (bytes > ANSWER_MAX_BYTES) throw new SourceFailed("too-large", { limitBytes: ANSWER_MAX_BYTES })
    parts.push(part)
  }
  return Buffer.concat(parts)
}

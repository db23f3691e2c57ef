import type { Mapping } from "./domain/mapping.ts"
import { type Asking, fetchAnswer } from "./fetch-answer.ts"
import type { Ask, Source } from "./source.ts"
import { notStored } from "./source-failed.ts"

type PollMapping = Extract<Mapping, { kind: "http-poll" }>

/** Asks an address once and takes what it says. Gives the tag to ask with the next time. Throws what kept it from being taken. */
export async function pollOnce(
  source: Source,
  { url }: Pick<PollMapping, "url">,
  asking: Asking = {},
): Promise<string | undefined> {
  const answer = await fetchAnswer(url, asking)
  if (!answer) {
    source.unchanged()
    return asking.tag
  }
  const ask: Ask = async (further, signal) => {
    const signals = [signal, ...(asking.signal ? [asking.signal] : [])]
    const found = await fetchAnswer(further, { timeoutMs: asking.timeoutMs, signal: AbortSignal.any(signals) })
    return found?.bytes ?? Buffer.alloc(0)
  }
  try {
    await source.take({ topic: "", bytes: answer.bytes, modifiedAt: answer.modifiedAt }, ask)
  } catch (error) {
    throw notStored(error)
  }
  source.connected()
  return answer.tag
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

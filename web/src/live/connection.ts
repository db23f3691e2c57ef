import { LogEvent } from "@holdfast/contracts"

/** What a page hears from the one live stream of its browser. */
export type LiveMessage =
  | { readonly kind: "beat"; readonly position: number; readonly at: string }
  | { readonly kind: "event"; readonly event: LogEvent }
  /** Something may have been missed: load anew. */
  | { readonly kind: "reset" }
  | { readonly kind: "lost" }

const RETRY_MS = 2_000

/**
 * Holds one stream open for ever and gives each piece of news once, in order. The browser's `EventSource` resumes from the last
 * position by itself; a refusal, such as 503 while the server starts, ends it for good, and then a new one begins there.
 *
 * @param after the position of the last news that is known already; without it the stream begins now
 */
export function connectLive(tell: (message: LiveMessage) => void, after?: number): () => void {
  let source: EventSource
  let position = after
  let retry: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource(position === undefined ? "/api/live" : `/api/live?after=${position}`)
    source.onmessage = ({ data }) => {
      const event = LogEvent.parse(JSON.parse(data))
      position = event.seq
      tell({ kind: "event", event })
    }
    source.addEventListener("beat", ({ data }) => {
      const beat = JSON.parse(data) as { position: number; at: string }
      position = Math.max(position ?? 0, beat.position)
      tell({ kind: "beat", ...beat })
    })
    source.addEventListener("reset", ({ data }) => {
      position = Number(data)
      tell({ kind: "reset" })
    })
    source.onerror = () => {
      tell({ kind: "lost" })
      if (source.readyState !== EventSource.CLOSED) return
      clearTimeout(retry)
      retry = setTimeout(open, RETRY_MS)
    }
  }
  open()
  return () => {
    clearTimeout(retry)
    source.close()
  }
}

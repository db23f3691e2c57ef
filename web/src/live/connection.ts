import { LogEvent } from "@holdfast/contracts"

/** What a page hears from the one live stream of its browser. */
export type LiveMessage =
  | { readonly kind: "beat"; readonly position: number; readonly at: string }
  | { readonly kind: "event"; readonly event: LogEvent }
  /** Something may have been missed: load anew. */
  | { readonly kind: "reset" }
  | { readonly kind: "lost" }

/** Holds one stream open for ever. The browser's `EventSource` resumes from the last position by itself. */
export function connectLive(tell: (message: LiveMessage) => void): () => void {
  let source: EventSource
  let retry: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource("/api/live")
    source.onmessage = ({ data }) => tell({ kind: "event", event: LogEvent.parse(JSON.parse(data)) })
    source.addEventListener("beat", ({ data }) =>
      tell({ kind: "beat", ...(JSON.parse(data) as { position: number; at: string }) }),
    )
    source.addEventListener("reset", () => tell({ kind: "reset" }))
    source.onerror = () => {
      tell({ kind: "lost" })
      // A refusal, such as 503 while the server starts, ends an EventSource for good; then it is made anew and pages reload.
      if (source.readyState !== EventSource.CLOSED) return
      clearTimeout(retry)
      retry = setTimeout(() => {
        open()
        tell({ kind: "reset" })
      }, 2_000)
    }
  }
  open()
  return () => {
    clearTimeout(retry)
    source.close()
  }
}

import { LogEvent } from "@holdfast/contracts"

/** What a page hears from the one live stream of its browser. */
export type LiveMessage =
  | { readonly kind: "beat"; readonly position: number; readonly at: string }
  | { readonly kind: "event"; readonly event: LogEvent }
  /** Something may have been missed: load anew. */
  | { readonly kind: "reset" }
  | { readonly kind: "lost" }

const RETRY_MS = 2_000

/** The one stream, as whoever holds it sees it. */
export interface LiveConnection {
  /**
   * A page was opened that reads it too. A stream that hears as nobody, such as after its session ended, begins anew: that page may
   * be the first after somebody signed in.
   */
  readonly join: () => void
  readonly close: () => void
}

/**
 * Holds one stream open for ever and gives each piece of news once, in order. The browser's `EventSource` resumes from the last
 * position by itself; a refusal, such as 503 while the server starts, ends it for good, and then a new one begins there.
 *
 * @param after the position of the last news that is known already; without it the stream begins now
 */
export function connectLive(tell: (message: LiveMessage) => void, after?: number): LiveConnection {
  let source: EventSource
  let position = after
  let signedIn: boolean | undefined
  /** A page joined while it was not known as whom this stream hears. */
  let hasJoined = false
  let retry: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    signedIn = undefined
    source = new EventSource(position === undefined ? "/api/live" : `/api/live?after=${position}`)
    source.onmessage = ({ data }) => {
      const event = LogEvent.parse(JSON.parse(data))
      position = event.seq
      tell({ kind: "event", event })
    }
    source.addEventListener("beat", ({ data }) => {
      const { signedIn: asSomebody, ...beat } = JSON.parse(data) as { position: number; at: string; signedIn: boolean }
      signedIn = asSomebody
      if (hasJoined && !signedIn) return renew()
      hasJoined = false
      position = Math.max(position ?? 0, beat.position)
      tell({ kind: "beat", ...beat })
    })
    source.addEventListener("reset", ({ data }) => {
      position = Number(data)
      tell({ kind: "reset" })
    })
    source.onerror = () => {
      signedIn = undefined
      tell({ kind: "lost" })
      if (source.readyState !== EventSource.CLOSED) return
      clearTimeout(retry)
      retry = setTimeout(open, RETRY_MS)
    }
  }
  open()
  const close = () => {
    clearTimeout(retry)
    source.close()
  }
  const renew = () => {
    hasJoined = false
    close()
    // What nobody may hear was missed: readers load anew with the next beat.
    tell({ kind: "lost" })
    open()
  }
  return {
    close,
    join: () => {
      if (signedIn === false) renew()
      else hasJoined = true
    },
  }
}

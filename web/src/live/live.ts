import { connectLive, type LiveConnection, type LiveMessage } from "./connection.ts"

/** What a tab says to the one that leads when it was opened. */
const JOINED = "joined"

/**
 * Joins the one live stream of this browser: through a shared worker, or, where there is none (some phones), through the tab
 * that holds a lock and tells the others. Gives a function that leaves.
 */
export function joinLive(tell: (message: LiveMessage) => void): () => void {
  return typeof SharedWorker === "undefined" ? joinByLeader(tell) : joinByWorker(tell)
}

function joinByWorker(tell: (message: LiveMessage) => void): () => void {
  const worker = new SharedWorker(new URL("./live-worker.ts", import.meta.url), { type: "module", name: "holdfast-live" })
  worker.port.onmessage = ({ data }: MessageEvent<LiveMessage>) => tell(data)
  const leave = () => worker.port.postMessage("leave")
  addEventListener("pagehide", leave)
  return () => {
    removeEventListener("pagehide", leave)
    leave()
  }
}

function joinByLeader(tell: (message: LiveMessage) => void): () => void {
  const channel = new BroadcastChannel("holdfast-live")
  let position: number | undefined
  const hear = (message: LiveMessage) => {
    // What the leader before said may still be on its way when this tab, which leads now, has asked for it itself.
    if (message.kind === "event" && position !== undefined && message.event.seq <= position) return
    if (message.kind === "event") position = message.event.seq
    else if (message.kind === "beat") position = message.position
    else if (message.kind === "reset") position = undefined
    tell(message)
  }
  let leading: LiveConnection | undefined
  channel.onmessage = ({ data }: MessageEvent<LiveMessage | typeof JOINED>) => (data === JOINED ? leading?.join() : hear(data))
  channel.postMessage(JOINED)
  const leaving = new AbortController()
  void navigator.locks
    .request("holdfast-live", { signal: leaving.signal }, async () => {
      // Granted at the moment of leaving: nobody would ever end this stream, and it would keep the lock.
      if (leaving.signal.aborted) return
      const connection = connectLive((message) => {
        hear(message)
        channel.postMessage(message)
      }, position)
      leading = connection
      await new Promise<void>((resolve) => leaving.signal.addEventListener("abort", () => (connection.close(), resolve())))
    })
    .catch(() => {})
  return () => {
    leaving.abort()
    channel.close()
  }
}

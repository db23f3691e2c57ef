import { connectLive, type LiveMessage } from "./connection.ts"

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
  channel.onmessage = ({ data }: MessageEvent<LiveMessage>) => hear(data)
  const leaving = new AbortController()
  void navigator.locks
    .request("holdfast-live", { signal: leaving.signal }, async () => {
      // Granted at the moment of leaving: nobody would ever end this stream, and it would keep the lock.
      if (leaving.signal.aborted) return
      const close = connectLive((message) => {
        hear(message)
        channel.postMessage(message)
      }, position)
      await new Promise<void>((resolve) => leaving.signal.addEventListener("abort", () => (close(), resolve())))
    })
    .catch(() => {})
  return () => {
    leaving.abort()
    channel.close()
  }
}

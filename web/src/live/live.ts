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
  channel.onmessage = ({ data }: MessageEvent<LiveMessage>) => tell(data)
  const leaving = new AbortController()
  void navigator.locks
    .request("holdfast-live", { signal: leaving.signal }, () => {
      const close = connectLive((message) => {
        tell(message)
        channel.postMessage(message)
      })
      return new Promise<void>((resolve) => leaving.signal.addEventListener("abort", () => (close(), resolve())))
    })
    .catch(() => {})
  return () => {
    leaving.abort()
    channel.close()
  }
}

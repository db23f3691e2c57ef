import { parentPort, workerData } from "node:worker_threads"
import { openDurable } from "./durable.ts"

/** What travels between the server and the thread of the embedded database. Bytes are PostgreSQL protocol messages. */
export interface WorkerCall {
  readonly bytes: Uint8Array
}
export type WorkerAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "disk-failed"; readonly reason: string }

const port = parentPort!
const answer = (message: WorkerAnswer) => port.postMessage(message)
let diskFailed = false

const engine = await openDurable({
  folder: (workerData as { folder: string }).folder,
  onFsyncError: (error) => {
    diskFailed = true
    answer({ kind: "disk-failed", reason: error.message })
  },
})

port.on("message", (call: WorkerCall | "close") => void run(call))

async function run(call: WorkerCall | "close"): Promise<void> {
  try {
    if (call === "close") {
      await engine.exec("checkpoint")
      await engine.close()
      port.close()
      return
    }
    const bytes = await engine.execProtocolRaw(call.bytes)
    // After a failed fsync nothing may be called done, whatever the engine believes.
    if (!diskFailed) answer({ kind: "bytes", bytes })
  } catch (error) {
    answer({ kind: "failed", reason: (error as Error).message })
  }
}

answer({ kind: "ready" })

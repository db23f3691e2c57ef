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

export interface WorkerSettings {
  readonly folder: string
  readonly postgis: string | undefined
}

const port = parentPort!
const answer = (message: WorkerAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
let diskFailed = false

const engine = await openDurable({
  ...(workerData as WorkerSettings),
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
    const bytes = await ask(call.bytes)
    // After a failed fsync nothing may be called done, whatever the engine believes.
    if (!diskFailed) answer({ kind: "bytes", bytes }, [bytes.buffer])
  } catch (error) {
    answer({ kind: "failed", reason: (error as Error).message })
  }
}

/**
 * The engine's answer as it wrote it. Its call that gives the answer in one piece also parses each message of it in JavaScript and
 * keeps all of them until the thread ends; the one that hands over pieces does neither.
 */
async function ask(question: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  await engine.execProtocolRawStream(question, {
    onRawData: (piece) => {
      // What is handed over is the engine's own memory, and good only until it goes on.
      pieces.push(piece.slice())
      length += piece.length
    },
  })
  if (pieces.length === 1) return pieces[0] as Uint8Array<ArrayBuffer>
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

answer({ kind: "ready" })

import { Worker } from "node:worker_threads"
import { platformErrors } from "../../errors.ts"
import type { WorkerAnswer, WorkerCall, WorkerSettings } from "./worker.ts"

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: Error) => void
}

export interface SupervisorOptions extends WorkerSettings {
  /** A batch that runs longer is ended with its thread; the engine itself cannot cancel. */
  readonly callTimeoutMs: number
  readonly onDiskFailure: (reason: string) => void
}

/**
 * Keeps one thread with the embedded database alive. Calls run one at a time. One that outruns its limit ends the thread, which
 * is the same as killing a PostgreSQL server: what was committed stays, the rest is gone. Until the thread is open again callers
 * get `PLATFORM_DATABASE_BUSY`.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  #worker: Worker | undefined
  #waiting: Waiting | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #opening: Promise<void> | undefined
  #closed = false
  #limitMs: number
  reopened = 0

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#limitMs = options.callTimeoutMs
  }

  /** From now on a call may take this long; undefined for what was said at the start. */
  limitCalls(limitMs: number | undefined): void {
    this.#limitMs = limitMs ?? this.#options.callTimeoutMs
  }

  async open(): Promise<void> {
    const { folder, postgis } = this.#options
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: { folder, postgis } satisfies WorkerSettings,
    })
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (answer: WorkerAnswer) => (answer.kind === "ready" ? resolve() : this.#settle(answer)))
      worker.on("error", (error) => {
        reject(error)
        this.#settle({ kind: "failed", reason: error.message })
      })
      worker.on("exit", (code) => {
        reject(new Error(`The embedded database did not open (exit ${code}).`))
        this.#lost(worker)
      })
    })
    this.#worker = worker
  }

  /** Runs one batch of protocol messages and gives the engine's answer. */
  call(bytes: Uint8Array): Promise<Uint8Array> {
    if (this.#closed || this.#opening) return Promise.reject(platformErrors.DATABASE_BUSY({}))
    const result = this.#queue.then(() => this.#run(bytes))
    this.#queue = result.catch(() => {})
    return result
  }

  async close(): Promise<void> {
    await this.#queue
    await this.#opening
    this.#closed = true
    const worker = this.#worker
    if (!worker) return
    const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()))
    worker.postMessage("close")
    await gone
  }

  #run(bytes: Uint8Array): Promise<Uint8Array> {
    const worker = this.#worker
    if (!worker || this.#opening) return Promise.reject(platformErrors.DATABASE_BUSY({}))
    const limit = setTimeout(() => void worker.terminate(), this.#limitMs)
    return new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting = { resolve, reject }
      worker.postMessage({ bytes } satisfies WorkerCall, [bytes.buffer as ArrayBuffer])
    }).finally(() => clearTimeout(limit))
  }

  #settle(answer: WorkerAnswer): void {
    if (answer.kind === "disk-failed") this.#options.onDiskFailure(answer.reason)
    const waiting = this.#waiting
    if (!waiting || answer.kind === "ready" || answer.kind === "disk-failed") return
    this.#waiting = undefined
    if (answer.kind === "bytes") waiting.resolve(answer.bytes)
    else waiting.reject(new Error(answer.reason))
  }

  #lost(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    if (this.#closed) return
    this.reopened += 1
    // Callers are refused from this moment on, so set the state before the one who waits hears of it.
    this.#opening = this.open().finally(() => {
      this.#opening = undefined
    })
    this.#opening.catch((error: Error) => this.#options.onDiskFailure(error.message))
    this.#waiting?.reject(platformErrors.DATABASE_BUSY({}))
    this.#waiting = undefined
  }
}

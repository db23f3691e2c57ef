import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { warnErrors } from "../errors.ts"
import type { Facts } from "./facts.ts"
import type { PictureShape } from "./picture.ts"

export interface Wanted {
  readonly facts: Facts
  readonly as: "poster" | PictureShape
}

type Answer = { readonly bytes: Uint8Array } | { readonly error: string }

/** Drawings that wait; each takes a fraction of a second, and each warning has six. */
const WAITING_MAX = 24
/** A drawing that takes so long never ends. */
const PATIENCE_MS = 30_000

/**
 * Draws posters and pictures one after the other in a thread of its own, so that neither fonts nor letters ever keep a warning from
 * going out. The thread begins with the first drawing and begins anew after one that failed.
 */
export class Drawer {
  readonly #waitingMax: number
  #worker: Worker | undefined
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(waitingMax = WAITING_MAX) {
    this.#waitingMax = waitingMax
  }

  /** Throws `WARN_PICTURES_BUSY` when too many wait, and when this one could not be drawn. */
  async draw(wanted: Wanted): Promise<Uint8Array> {
    if (this.#waiting >= this.#waitingMax) throw warnErrors.PICTURES_BUSY({ limit: this.#waitingMax })
    this.#waiting += 1
    const drawing = this.#last.then(() => this.#drawNow(wanted))
    this.#last = drawing.catch(() => {})
    return drawing.finally(() => {
      this.#waiting -= 1
    })
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  async #drawNow(wanted: Wanted): Promise<Uint8Array> {
    this.#worker ??= new Worker(new URL("./draw-worker.ts", import.meta.url))
    const worker = this.#worker
    // A server that has nothing else to do may end.
    worker.unref()
    try {
      worker.postMessage(wanted)
      const [answer] = (await once(worker, "message", { signal: AbortSignal.timeout(PATIENCE_MS) })) as [Answer]
      if ("error" in answer) throw new Error(answer.error)
      return answer.bytes
    } catch (error) {
      await this.stop()
      throw warnErrors.PICTURES_BUSY({ limit: this.#waitingMax }, { cause: error })
    }
  }
}

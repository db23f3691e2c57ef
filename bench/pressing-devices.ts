import { once } from "node:events"
import { setTimeout as wait } from "node:timers/promises"
import { Worker } from "node:worker_threads"
import type { Given, Press, Report, Sample } from "./pressing-worker.ts"

/** Many devices that measure more than a server can carry. */
export class PressingDevices {
  readonly #worker: Worker
  #report: Report = { ended: 0, offered: 0, heldBack: 0, acknowledged: 0, good: 0, waiting: 0, pubackMs: [] }
  readonly pubackMs: number[] = []

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on("message", (said: Report | readonly Sample[] | "ready") => {
      if (typeof said === "string" || !("pubackMs" in said)) return
      this.#report = said
      for (const ms of said.pubackMs) this.pubackMs.push(ms)
    })
  }

  /** Resolves when all are connected. */
  static async open(given: Given): Promise<PressingDevices> {
    const worker = new Worker(new URL("./pressing-worker.ts", import.meta.url), { workerData: given })
    const devices = new PressingDevices(worker)
    await once(worker, "message")
    return devices
  }

  /** As of at most a second ago. */
  get report(): Report {
    return this.#report
  }

  press(press: Press): void {
    this.#worker.postMessage(press)
  }

  /** Falls silent, and waits until everything that was sent is acknowledged. */
  async settle(): Promise<void> {
    this.press({ perS: 0, windowMax: 0 })
    await once(this.#worker, "message")
    do await once(this.#worker, "message")
    while (this.#report.waiting > 0)
  }

  async samples(): Promise<readonly Sample[]> {
    const said = new Promise<readonly Sample[]>((resolve) => {
      this.#worker.on("message", (answer) => Array.isArray(answer) && resolve(answer))
    })
    this.#worker.postMessage("samples")
    return said
  }

  async close(): Promise<void> {
    this.#worker.postMessage("close")
    await Promise.race([once(this.#worker, "exit"), wait(5_000)])
  }
}

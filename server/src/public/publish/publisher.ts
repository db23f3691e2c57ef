import { setInterval } from "node:timers"
import type { LogEvent } from "@holdfast/contracts"
import { isPublicWarnEvent } from "../../modules/warn/index.ts"
import { LOG_SUBJECT } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import type { Published } from "./publish-site.ts"

/** Pages say when they were written: on a calm day not longer ago than this. */
const ANEW_MS = 10 * 60_000

/**
 * Publishes after each change and every ten minutes, one round at a time; what changes during a round is in the next one.
 */
export class Publisher {
  readonly #publish: () => Promise<Published>
  readonly #onError: (error: unknown) => void
  readonly #leave: () => void
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> | undefined
  #isDue = false

  constructor(world: Pick<World, "bus">, publish: () => Promise<Published>, onError: (error: unknown) => void) {
    this.#publish = publish
    this.#onError = onError
    this.#leave = world.bus.subscribe(LOG_SUBJECT, (payload) => {
      const event = payload as LogEvent
      if (isPublicWarnEvent(event) || (event.module === "places" && event.verb === "import")) this.kick()
    })
    this.#timer = setInterval(() => this.kick(), ANEW_MS)
    this.kick()
  }

  /** Resolves when everything so far is written. */
  async caughtUp(): Promise<void> {
    while (this.#running) await this.#running
  }

  kick(): void {
    this.#isDue = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  async stop(): Promise<void> {
    this.#leave()
    clearInterval(this.#timer)
    this.#isDue = false
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false
      await this.#publish().catch(this.#onError)
    }
  }
}

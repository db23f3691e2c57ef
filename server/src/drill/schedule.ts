import type { Clock, SimulatedClock } from "@holdfast/kernel"

/** Something that happens at a moment of the drill. */
export interface DrillEvent {
  readonly at: Date
  run(): Promise<unknown>
}

const LOOK_MS = 50

/**
 * Runs events in the order of their times, and is the clock of the drill's world: it never passes an event that has not been
 * run. So at 600×, when the database cannot follow, the world's time waits for it and goes from event to event, and each verb
 * sees the very time of its event.
 */
export class DrillSchedule implements Clock {
  readonly #clock: SimulatedClock
  readonly #events: DrillEvent[] = []
  readonly #onError: (error: unknown) => void
  #current: DrillEvent | undefined
  /** Waits until what an event caused has happened too, so that it happens at the event's time however busy the machine is. */
  settle: () => Promise<unknown> = async () => {}
  #stopped = false
  #running: Promise<void> | undefined

  constructor(clock: SimulatedClock, onError: (error: unknown) => void) {
    this.#clock = clock
    this.#onError = onError
  }

  now(): Date {
    const free = this.#clock.now()
    const next = this.#current ?? this.#events[0]
    return next && next.at < free ? next.at : free
  }

  /** The free clock may have run ahead of the events; a change of speed counts from the time that people see. */
  setSpeed(speed: number): void {
    this.#clock.set(this.now())
    this.#clock.setSpeed(speed)
  }

  add(event: DrillEvent): void {
    const at = event.at.getTime()
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#events[middle]!.at.getTime() <= at) low = middle + 1
      else high = middle
    }
    this.#events.splice(low, 0, event)
  }

  get waiting(): number {
    return this.#events.length
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const next = this.#events[0]
      if (next && next.at <= this.#clock.now()) {
        this.#events.shift()
        this.#current = next
        await next.run().catch(this.#onError)
        await this.settle().catch(this.#onError)
        this.#current = undefined
      } else await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

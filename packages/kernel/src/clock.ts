/** Where a world's time comes from. Verbs and rules take `now` from here; nothing else asks the machine. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that moves only when told to. For tests and replays. */
export class ManualClock implements Clock {
  #nowMs: number
  constructor(start: Date | string) {
    this.#nowMs = new Date(start).getTime()
  }
  now(): Date {
    return new Date(this.#nowMs)
  }
  advanceTo(time: Date): void {
    this.#nowMs = Math.max(this.#nowMs, time.getTime())
  }
  advanceByMs(stepMs: number): void {
    this.#nowMs += stepMs
  }
}

/**
 * The clock of a drill: runs at 0× (pause), 1×, 60×, or 600× of another clock and never goes back.
 * A change of speed keeps the time reached so far.
 */
export class SimulatedClock implements Clock {
  readonly #wall: Clock
  #speed = 0
  #anchorMs: number
  #wallAnchorMs: number
  constructor(start: Date, wall: Clock) {
    this.#wall = wall
    this.#anchorMs = start.getTime()
    this.#wallAnchorMs = wall.now().getTime()
  }
  get speed(): number {
    return this.#speed
  }
  now(): Date {
    const passedMs = Math.max(0, this.#wall.now().getTime() - this.#wallAnchorMs)
    return new Date(this.#anchorMs + passedMs * this.#speed)
  }
  setSpeed(speed: number): void {
    this.jumpTo(this.now())
    this.#speed = speed
  }
  /** Sets the time, also back: only for whoever knows that nobody has seen a later one. */
  set(time: Date): void {
    this.#anchorMs = time.getTime()
    this.#wallAnchorMs = this.#wall.now().getTime()
  }
  /** Moves to `time`, or stays where it is when that lies in the past. */
  jumpTo(time: Date): void {
    this.#anchorMs = Math.max(this.now().getTime(), time.getTime())
    this.#wallAnchorMs = this.#wall.now().getTime()
  }
}

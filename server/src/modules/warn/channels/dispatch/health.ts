import type { ChannelState } from "@holdfast/contracts"

export interface Health {
  readonly state: ChannelState
  /** Since when; null since the start. */
  readonly since: Date | null
  readonly reason: string | null
}

/** So many attempts that fail one after another are no accident. */
const DOWN_AFTER = 5
const SLOW_ATTEMPT_MS = 10_000
const SLOW_WAITING_MS = 60_000
const REMEMBERED = 32

/** How a channel does, from its own attempts. */
export class HealthKeeper {
  readonly #now: () => Date
  #failures = 0
  #reason: string | null = null
  #durations: number[] = []
  #busySince: Date | null = null
  #told: Health = { state: "ok", since: null, reason: null }

  constructor(now: () => Date) {
    this.#now = now
  }

  succeeded(durationMs: number): void {
    this.#failures = 0
    this.#reason = null
    this.#took(durationMs)
  }

  /** An attempt after which the receiver is to be asked again: it is the receiver that fails, not the message. */
  failed(reason: string, durationMs: number): void {
    this.#failures += 1
    this.#reason = reason
    this.#took(durationMs)
  }

  /** @param isWaiting whether anything waits to be handed over */
  waits(isWaiting: boolean): void {
    this.#busySince = isWaiting ? (this.#busySince ?? this.#now()) : null
  }

  get isDown(): boolean {
    return this.#failures >= DOWN_AFTER
  }

  get health(): Health {
    const state = this.#state()
    const reason = state === "ok" ? null : (this.#reason ?? (state === "slow" ? "slow" : null))
    if (state !== this.#told.state) this.#told = { state, since: this.#now(), reason }
    return { ...this.#told, reason }
  }

  #state(): ChannelState {
    if (this.isDown) return "down"
    const sorted = this.#durations.toSorted((a, b) => a - b)
    const isWaiting = this.#busySince !== null && this.#now().getTime() - this.#busySince.getTime() > SLOW_WAITING_MS
    return isWaiting || (sorted[sorted.length >> 1] ?? 0) > SLOW_ATTEMPT_MS ? "slow" : "ok"
  }

  #took(durationMs: number): void {
    this.#durations = [...this.#durations, durationMs].slice(-REMEMBERED)
  }
}

import { clearInterval, setInterval } from "node:timers"
import { AppError, type Clock } from "@holdfast/kernel"
import type { Tls } from "../load-tls.ts"
import { type Attempt, findAttempt, findCertificate, noteAttempt } from "./files.ts"
import { orderCertificate } from "./order-certificate.ts"
import type { AcmePlan } from "./plan.ts"
import { ProofDoor } from "./proof-door.ts"
import { renewAt, retryAfterMs } from "./schedule.ts"
import { makeStopGap } from "./stop-gap.ts"

/** Looking costs nothing, and a machine that slept finds out within this time that it is late. */
const LOOK_EVERY_MS = 60_000

export interface KeeperOptions {
  readonly plan: AcmePlan
  readonly wall: Clock
  /** Takes a new certificate into use. */
  readonly onCertificate: (tls: Tls) => void
  /** Hears of each try that failed; the server goes on with what it has. */
  readonly onFailure: (error: unknown) => void
}

/** Keeps the certificate of a running server valid. Nothing that fails here ends the server. */
export class CertificateKeeper {
  readonly #options: KeeperOptions
  readonly #door: ProofDoor
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  /** Of this process only: who mended something and starts again does not wait for the next try. */
  #last: Attempt | undefined

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#door = new ProofDoor(options.plan)
  }

  /** The certificate from the disk, or a stop-gap. */
  static current(plan: AcmePlan, now: Date): Tls {
    return findCertificate(plan.folder, plan.host) ?? makeStopGap(plan.host, now)
  }

  /** Fetches in the background what is due, now and from then on. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
    this.#timer.unref()
    void this.#begin()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#door.close()
  }

  /** Fetches a certificate if one is due; one try at a time. Never throws. */
  look(): Promise<void> {
    this.#looking ??= this.#fetchIfDue().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async #begin(): Promise<void> {
    // Also when nothing is due: who types the name without https:// comes in by this door.
    await this.#door.open().catch(this.#options.onFailure)
    await this.look()
  }

  async #fetchIfDue(): Promise<void> {
    const { plan, wall, onCertificate, onFailure } = this.#options
    const now = wall.now()
    const failures = (this.#last ?? findAttempt(plan.folder))?.failures ?? 0
    const held = findCertificate(plan.folder, plan.host)
    if (held && now < renewAt(held.certificate)) return
    if (this.#last && failures > 0 && now.getTime() < Date.parse(this.#last.at) + retryAfterMs(failures)) return
    const at = now.toISOString()
    try {
      await orderCertificate(plan, this.#door)
      onCertificate(CertificateKeeper.current(plan, now))
      this.#note({ at, failures: 0, error: null })
    } catch (error) {
      onFailure(error)
      const { code, values } = error instanceof AppError ? error : { code: "", values: { reason: String(error) } }
      this.#note({ at, failures: failures + 1, error: { code, values: { ...values } } })
    }
  }

  /** A disk that takes no note must not keep the next try from coming, nor make it come at once. */
  #note(attempt: Attempt): void {
    this.#last = attempt
    try {
      noteAttempt(this.#options.plan.folder, attempt)
    } catch (error) {
      this.#options.onFailure(error)
    }
  }
}

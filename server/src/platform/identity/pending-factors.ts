import type { Clock } from "@holdfast/kernel"
import { identityErrors } from "./errors.ts"
import { codeStep, newRecoveryCodes, newTotpSecret } from "./second-factor.ts"

const PENDING_MIN = 15
const PENDING_MAX = 1_000

/** A second factor that is shown and not yet proven. */
export interface PendingFactor {
  readonly uri: string
  readonly secret: string
  readonly recoveryCodes: readonly string[]
}
export interface ProvenFactor {
  readonly secret: string
  readonly recoveryHashes: readonly Buffer[]
  /** The time step whose code proved it: it is used up. */
  readonly step: number
}
interface Pending extends PendingFactor {
  readonly recoveryHashes: readonly Buffer[]
  readonly untilMs: number
}

/**
 * New second factors between being shown and being proven by a first code, so that nobody locks themselves out with a secret that
 * their app never read. In memory alone: a restart asks to begin again.
 */
export class PendingFactors {
  readonly #wall: Clock
  readonly #pending = new Map<string, Pending>()

  constructor(wall: Clock) {
    this.#wall = wall
  }

  /** @param key what the answer will come with: a session, or an invitation */
  async begin(key: string, account: string, issuer: string): Promise<PendingFactor> {
    const { secret, uri } = newTotpSecret(account, issuer)
    const { codes, hashes } = await newRecoveryCodes(account)
    this.#pending.delete(key)
    for (const [oldest] of this.#pending) {
      if (this.#pending.size < PENDING_MAX) break
      this.#pending.delete(oldest)
    }
    const untilMs = this.#wall.now().getTime() + PENDING_MIN * 60_000
    const pending = { secret, uri, recoveryCodes: codes, recoveryHashes: hashes, untilMs }
    this.#pending.set(key, pending)
    return pending
  }

  /** What `key` was shown and has not proven; undefined when that was never or too long ago. */
  find(key: string): PendingFactor | undefined {
    const found = this.#pending.get(key)
    return found && found.untilMs > this.#wall.now().getTime() ? found : undefined
  }

  /** Throws `IDENTITY_FACTOR_NOT_BEGUN`, and `IDENTITY_FACTOR_WRONG` for a code of another secret; then it can be tried again. */
  prove(key: string, code: string): ProvenFactor {
    const found = this.#pending.get(key)
    const now = this.#wall.now()
    if (!found || found.untilMs <= now.getTime()) throw identityErrors.FACTOR_NOT_BEGUN({ minutes: PENDING_MIN })
    const step = codeStep(found.secret, code, now)
    if (step === undefined) throw identityErrors.FACTOR_WRONG({})
    return { secret: found.secret, recoveryHashes: found.recoveryHashes, step }
  }

  drop(key: string): void {
    this.#pending.delete(key)
  }
}

import type { Clock } from "@holdfast/kernel"
import type { FastifyRequest } from "fastify"
import type { World } from "../world/index.ts"
import type { AttemptLimit } from "./attempt-limit.ts"
import { identityErrors } from "./errors.ts"
import type { FactorKey } from "./factor-key.ts"
import { verifyPassword } from "./password.ts"
import { useSecondFactor } from "./second-factor.ts"
import { findAccount } from "./store/account-store.ts"
import { findPassword } from "./store/credential-store.ts"

export interface Proof {
  readonly account: string
  readonly password: string
  /** Six digits of the authenticator app, or a recovery code. */
  readonly code: string
}

export interface ProofDoors {
  readonly world: World
  readonly wall: Clock
  readonly attempts: AttemptLimit
  readonly factorKey: FactorKey
}

/**
 * Whether this is the person of an account, by password and second factor; the code is used up. Throws
 * `IDENTITY_CREDENTIALS_WRONG`, which never says what was wrong, `IDENTITY_TOO_MANY_ATTEMPTS`, and
 * `IDENTITY_FACTOR_KEY_MISSING`.
 */
export async function provePerson(doors: ProofDoors, given: Proof, request: Pick<FastifyRequest, "ip">): Promise<string> {
  const { world, wall, attempts, factorKey } = doors
  const account = given.account.trim().toLowerCase()
  const totpSealed = await provePassword(doors, { account, password: given.password }, request)
  const code = { account, totpSealed, code: given.code, now: wall.now() }
  if (!(await useSecondFactor(world.db.query, factorKey, code))) {
    attempts.failed(account, request)
    throw identityErrors.CREDENTIALS_WRONG({})
  }
  attempts.succeeded(account)
  return account
}

/** The first half: the password alone. Gives the sealed second factor, so that nobody forgets to ask for it. Throws as above. */
export async function provePassword(
  { world, attempts }: Pick<ProofDoors, "world" | "attempts">,
  { account, password }: Pick<Proof, "account" | "password">,
  request: Pick<FastifyRequest, "ip">,
): Promise<Buffer> {
  attempts.check(account, request)
  const stored = (await findAccount(world.db.query, account)) && (await findPassword(world.db.query, account))
  const right = await verifyPassword(password, stored?.hash)
  if (right && stored) return stored.totpSealed
  attempts.failed(account, request)
  throw identityErrors.CREDENTIALS_WRONG({})
}

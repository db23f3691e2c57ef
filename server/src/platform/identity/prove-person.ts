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
 * `IDENTITY_CREDENTIALS_WRONG`, which never says what was wrong, `IDENTITY_TOO_MANY_ATTEMPTS`, `IDENTITY_BUSY`, and
 * `IDENTITY_FACTOR_KEY_MISSING`.
 */
export async function provePerson(doors: ProofDoors, given: Proof, request: Pick<FastifyRequest, "ip">): Promise<string> {
  const { world, wall, attempts, factorKey } = doors
  const account = given.account.trim().toLowerCase()
  const proven = await attempts.during(account, request, async () => {
    const totpSealed = await checkPassword(world, { account, password: given.password })
    if (!totpSealed) return undefined
    const code = { account, totpSealed, code: given.code, now: wall.now() }
    return (await useSecondFactor(world.db.query, factorKey, code)) ? account : undefined
  })
  if (proven === undefined) throw identityErrors.CREDENTIALS_WRONG({})
  attempts.succeeded(account)
  return account
}

/** The first half, for who lost the second: the password alone. Throws as above. */
export async function provePassword(
  { world, attempts }: Pick<ProofDoors, "world" | "attempts">,
  given: Pick<Proof, "account" | "password">,
  request: Pick<FastifyRequest, "ip">,
): Promise<void> {
  const proven = await attempts.during(given.account, request, () => checkPassword(world, given))
  if (proven === undefined) throw identityErrors.CREDENTIALS_WRONG({})
}

/** Gives the sealed second factor, so that nobody forgets to ask for it; undefined when the password is wrong. */
async function checkPassword(
  world: World,
  { account, password }: Pick<Proof, "account" | "password">,
): Promise<Buffer | undefined> {
  const stored = (await findAccount(world.db.query, account)) && (await findPassword(world.db.query, account))
  const isRight = await verifyPassword(password, stored?.hash)
  return isRight ? stored?.totpSealed : undefined
}

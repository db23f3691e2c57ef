import type { Clock } from "@holdfast/kernel"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { World } from "../world/index.ts"
import type { AttemptLimit } from "./attempt-limit.ts"
import { identityErrors } from "./errors.ts"
import { verifyPassword } from "./password.ts"
import { useSecondFactor } from "./second-factor.ts"
import type { Sessions } from "./sessions.ts"
import { findAccount } from "./store/account-store.ts"
import { findPassword } from "./store/credential-store.ts"

export interface SignInGiven {
  readonly account: string
  readonly password: string
  /** Six digits of the authenticator app, or a recovery code. */
  readonly code: string
}

export interface SignInDoors {
  readonly world: World
  readonly wall: Clock
  readonly sessions: Sessions
  readonly attempts: AttemptLimit
}

/**
 * Signs in with password and second factor. Throws `IDENTITY_CREDENTIALS_WRONG`, which never says what was wrong, and
 * `IDENTITY_TOO_MANY_ATTEMPTS`.
 */
export async function signIn(
  { world, wall, sessions, attempts }: SignInDoors,
  given: SignInGiven,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const id = given.account.trim().toLowerCase()
  attempts.check(id, request)
  const account = await findAccount(world.db.query, id)
  const password = account && (await findPassword(world.db.query, id))
  const right = await verifyPassword(given.password, password?.hash)
  const { code } = given
  const proven =
    right &&
    password &&
    (await useSecondFactor(world.db.query, { account: id, totpSecret: password.totpSecret, code, now: wall.now() }))
  if (!proven) {
    attempts.failed(id, request)
    throw identityErrors.CREDENTIALS_WRONG({})
  }
  attempts.succeeded(id)
  await sessions.open(id, reply)
}

import type { FastifyRequest } from "fastify"
import { identityErrors } from "./errors.ts"
import type { Passkeys } from "./passkeys.ts"
import { type ProofDoors, provePerson } from "./prove-person.ts"
import { findPassword } from "./store/credential-store.ts"
import type { StoredSession } from "./store/session-store.ts"

/** How long after signing in this alone is proof enough, where an account has no password to ask for. */
const FRESH_MIN = 5

/**
 * What the browser needs to make a passkey for the person of this session, once they have proven anew who they are: a session alone
 * may be a console that somebody left. An account without a password (its person signs in at the provider, or by a passkey) is
 * asked to have signed in just now. Throws as `provePerson` and `Passkeys.registrationOptions`, and `IDENTITY_SIGN_IN_ANEW`.
 */
export async function beginPasskey(
  doors: ProofDoors & { readonly passkeys: Passkeys },
  session: StoredSession,
  given: { readonly password: string; readonly code: string; readonly city: string },
  request: Pick<FastifyRequest, "ip">,
) {
  const { world, wall, passkeys } = doors
  const { account, createdAt } = session
  passkeys.requireName()
  if (await findPassword(world.db.query, account))
    await provePerson(doors, { account, password: given.password, code: given.code }, request)
  else if (wall.now().getTime() - createdAt.getTime() > FRESH_MIN * 60_000)
    throw identityErrors.SIGN_IN_ANEW({ minutes: FRESH_MIN })
  return passkeys.registrationOptions(account, given.city)
}

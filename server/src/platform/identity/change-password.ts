import type { FastifyRequest } from "fastify"
import { hashPassword, requireLength } from "./password.ts"
import { type ProofDoors, provePerson } from "./prove-person.ts"
import { recordOwn } from "./record-own.ts"
import type { Sessions } from "./sessions.ts"
import { setPassword } from "./store/credential-store.ts"
import type { StoredSession } from "./store/session-store.ts"

/**
 * Gives the person of this session another password; their sessions elsewhere end. Throws `IDENTITY_PASSWORD_SHORT`, and as
 * `provePerson`, because a session alone may be a console that somebody left.
 */
export async function changePassword(
  doors: ProofDoors & { readonly sessions: Sessions },
  session: StoredSession,
  given: { readonly password: string; readonly code: string; readonly newPassword: string },
  request: Pick<FastifyRequest, "ip">,
): Promise<void> {
  const { world, sessions } = doors
  // A password that is too short must not use a code up, and nobody has anything hashed before they have proven who they are.
  requireLength(given.newPassword)
  const { account } = session
  await provePerson(doors, { account, password: given.password, code: given.code }, request)
  const hash = await hashPassword(given.newPassword)
  await world.transact(async (tx) => {
    await setPassword(tx.db, account, hash)
    await recordOwn(tx, session, "change-password")
  })
  await sessions.endOthers(session)
}

import type { FastifyRequest } from "fastify"
import type { PendingFactor, PendingFactors } from "./pending-factors.ts"
import { type ProofDoors, provePerson } from "./prove-person.ts"
import { recordOwn } from "./record-own.ts"
import type { Sessions } from "./sessions.ts"
import type { City } from "./store/city-store.ts"
import { putFactor, useTotpStep } from "./store/credential-store.ts"
import type { StoredSession } from "./store/session-store.ts"

export interface FactorDoors extends ProofDoors {
  readonly sessions: Sessions
  readonly pendingFactors: PendingFactors
  readonly city: City
}

/** Shows the person of this session a new second factor, which counts once `renewFactor` has seen its code. Throws as `provePerson`. */
export async function beginFactor(
  doors: FactorDoors,
  session: StoredSession,
  given: { readonly password: string; readonly code: string },
  request: Pick<FastifyRequest, "ip">,
): Promise<PendingFactor> {
  await provePerson(doors, { account: session.account, ...given }, request)
  return doors.pendingFactors.begin(session.id, session.account, doors.city.name.en)
}

/**
 * Puts the factor that was shown in place of the old one, with its recovery codes; sessions elsewhere end. Throws
 * `IDENTITY_FACTOR_NOT_BEGUN`, `IDENTITY_FACTOR_WRONG`.
 */
export async function renewFactor(doors: FactorDoors, session: StoredSession, code: string): Promise<void> {
  const { world, sessions, pendingFactors, factorKey } = doors
  const { account } = session
  const { secret, recoveryHashes, step } = pendingFactors.prove(session.id, code)
  const totpSealed = factorKey.seal(account, secret)
  await world.transact(async (tx) => {
    await putFactor(tx.db, { account, totpSealed, recoveryHashes })
    await useTotpStep(tx.db, account, step)
    await recordOwn(tx, session, "renew-factor")
  })
  pendingFactors.drop(session.id)
  await sessions.endOthers(session)
}

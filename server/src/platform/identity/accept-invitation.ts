import type { FastifyRequest } from "fastify"
import { identityErrors } from "./errors.ts"
import { hashInvitation, INVITATION_HOURS } from "./invite.ts"
import { hashPassword } from "./password.ts"
import type { PendingFactor } from "./pending-factors.ts"
import { provePassword } from "./prove-person.ts"
import { recordOwn } from "./record-own.ts"
import type { FactorDoors } from "./renew-factor.ts"
import { findAccount } from "./store/account-store.ts"
import { putCredentials, putFactor, useTotpStep } from "./store/credential-store.ts"
import { findInvitation, type Invitation, useInvitation } from "./store/invitation-store.ts"
import { deletePasskeysOf, listPasskeys } from "./store/passkey-store.ts"

export interface OpenInvitation extends Pick<Invitation, "account" | "purpose"> {
  readonly factor: PendingFactor
  /** How many passkeys go when it is accepted. */
  readonly passkeysGo: number
}

/** What the reader of the link is to scan and choose. Throws `IDENTITY_INVITATION_OVER`. */
export async function openInvitation(doors: FactorDoors, token: string): Promise<OpenInvitation> {
  const { account, purpose } = await findOpen(doors, token)
  const key = pendingKey(token)
  // The same again when the page is loaded again: what was scanned stays right.
  const factor = doors.pendingFactors.find(key) ?? (await doors.pendingFactors.begin(key, account, doors.city.name.en))
  const passkeysGo = purpose === "access" ? (await listPasskeys(doors.world.db.query, account)).length : 0
  return { account, purpose, factor, passkeysGo }
}

/**
 * Sets what the invitation is for, and uses it up; all sessions of the account end, and with *access* all its passkeys go. Gives
 * the account, to sign in. Throws `IDENTITY_INVITATION_OVER`, `IDENTITY_FACTOR_NOT_BEGUN`, `IDENTITY_FACTOR_WRONG`,
 * `IDENTITY_PASSWORD_SHORT`, and for a lost factor what `provePassword` throws.
 */
export async function acceptInvitation(
  doors: FactorDoors,
  token: string,
  given: { readonly password: string; readonly code: string },
  request: Pick<FastifyRequest, "ip">,
): Promise<string> {
  const { world, sessions, pendingFactors, factorKey } = doors
  const { account, purpose, tokenHash } = await findOpen(doors, token)
  const { secret, recoveryHashes, step } = pendingFactors.prove(pendingKey(token), given.code)
  const factor = { account, totpSealed: factorKey.seal(account, secret), recoveryHashes }
  if (purpose === "factor") await provePassword(doors, { account, password: given.password }, request)
  const passwordHash = purpose === "access" ? await hashPassword(given.password) : undefined
  const owner = await findAccount(world.db.query, account)
  if (!owner) throw over()
  await world.transact(async (tx) => {
    if (!(await useInvitation(tx.db, tokenHash))) throw over()
    await (passwordHash === undefined ? putFactor(tx.db, factor) : putCredentials(tx.db, { ...factor, passwordHash }))
    // Whoever gets everything anew has it alone: a passkey may be of somebody who sat at their console.
    if (purpose === "access") await deletePasskeysOf(tx.db, account)
    await useTotpStep(tx.db, account, step)
    await recordOwn(tx, { account, role: owner.role }, "accept-invitation")
  })
  pendingFactors.drop(pendingKey(token))
  await sessions.endAll(account)
  return account
}

async function findOpen({ world, wall }: FactorDoors, token: string): Promise<Invitation> {
  const found = await findInvitation(world.db.query, hashInvitation(token), wall.now())
  if (!found || !(await findAccount(world.db.query, found.account))) throw over()
  return found
}

const over = () => identityErrors.INVITATION_OVER({ hours: INVITATION_HOURS })
const pendingKey = (token: string) => `invitation ${token}`

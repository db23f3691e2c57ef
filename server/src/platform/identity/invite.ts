import { createHash, randomBytes } from "node:crypto"
import type { Clock } from "@holdfast/kernel"
import type { Actor } from "../log/index.ts"
import type { World, WorldTransaction } from "../world/index.ts"
import { addAccount, type NewAccount } from "./create-account.ts"
import { identityErrors } from "./errors.ts"
import { findManaged } from "./find-managed.ts"
import { permitOver } from "./policy.ts"
import type { Account } from "./store/account-store.ts"
import { type InvitationPurpose, putInvitation } from "./store/invitation-store.ts"

/** Long enough for the next shift, short enough for a link that lies in a mailbox. */
export const INVITATION_HOURS = 24
const TOKEN_BYTES = 24

/** Shown once to whoever invites; the database keeps only the hash of what is in the link. */
export interface Invited {
  readonly account: string
  /** The path of the link, below the city's address. */
  readonly path: string
  readonly expiresAt: Date
}
interface InviteDoors {
  readonly world: World
  readonly wall: Clock
}

/**
 * Makes an account whose password and second factor its own person will choose, by a link. Throws as `addAccount`, and
 * `IDENTITY_NOT_PERMITTED` for an area beyond the actor's own.
 */
export async function inviteNewAccount(doors: InviteDoors, actor: Actor, account: NewAccount): Promise<Invited> {
  permitOver(actor, "identity.manage-accounts", account.area)
  return doors.world.transact(async (tx) => invite(tx, doors.wall, actor, await addAccount(tx, actor, account), "access"))
}

/**
 * Makes a link with which the person of an account sets everything anew (*access*), or, with their password, the second factor
 * (*factor*). Until it is used the old way in stays. Nobody invites themselves. Throws `IDENTITY_ACCOUNT_OWN`, and as
 * `findManaged`.
 */
export function inviteAgain(doors: InviteDoors, actor: Actor, id: string, purpose: InvitationPurpose): Promise<Invited> {
  if (actor.account === id) throw identityErrors.ACCOUNT_OWN({ account: id })
  return doors.world.transact(async (tx) => {
    return invite(tx, doors.wall, actor, await findManaged(tx.db, actor, id), purpose)
  })
}

async function invite(
  tx: WorldTransaction,
  wall: Clock,
  actor: Actor,
  { id, record }: Account,
  purpose: InvitationPurpose,
): Promise<Invited> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url")
  const expiresAt = new Date(wall.now().getTime() + INVITATION_HOURS * 3_600_000)
  await putInvitation(tx.db, { account: id, tokenHash: hashInvitation(token), purpose, expiresAt })
  tx.record({
    module: "identity",
    verb: "invite",
    record,
    actor,
    retention: "staff-action",
    body: { account: id, purpose },
  })
  return { account: id, path: `/invitation/${token}`, expiresAt }
}

export function hashInvitation(token: string): Buffer {
  return createHash("sha256").update(token).digest()
}

import type { PersonProof, ProofNeeded } from "@holdfast/contracts"
import type { AuthenticationResponseJSON } from "@simplewebauthn/server"
import type { FastifyRequest } from "fastify"
import { identityErrors } from "./errors.ts"
import type { Passkeys } from "./passkeys.ts"
import { type ProofDoors, provePerson } from "./prove-person.ts"
import type { City } from "./store/city-store.ts"
import { findPassword } from "./store/credential-store.ts"
import { listPasskeys } from "./store/passkey-store.ts"
import type { StoredSession } from "./store/session-store.ts"

/** How long after signing in this alone is proof enough, where an account has neither passkey nor password here. */
const FRESH_MIN = 5

export interface AnewDoors extends ProofDoors {
  readonly city: City
  readonly passkeys: Passkeys
}

/** How the person of this session can prove for one act that they are still there. Invented people have nothing to prove it with. */
export async function proofNeeded(doors: AnewDoors, { account }: StoredSession, about: string): Promise<ProofNeeded> {
  const { world, city, passkeys } = doors
  if (city.kind === "demo") return { by: ["nothing"], passkey: null }
  const own = passkeys.available ? await listPasskeys(world.db.query, account) : []
  const by = [
    ...(own.length > 0 ? ["passkey" as const] : []),
    ...((await findPassword(world.db.query, account)) ? ["password" as const] : []),
  ]
  if (by.length === 0) return { by: ["sign-in"], passkey: null }
  return { by, passkey: own.length > 0 ? { ...(await passkeys.proofOptions(account, about)) } : null }
}

/**
 * Lets through who proves for this one act that they are the person of this session: a session alone may be a console that somebody
 * left. A passkey's answer counts for `about` alone and once. Throws as `provePerson` and `Passkeys.verifyProof`,
 * `IDENTITY_PROOF_NEEDED` without a proof, and `IDENTITY_SIGN_IN_ANEW`.
 */
export async function proveAnew(
  doors: AnewDoors,
  session: StoredSession,
  { about, proof }: { readonly about: string; readonly proof: PersonProof | undefined },
  request: Pick<FastifyRequest, "ip">,
): Promise<void> {
  const { world, wall, passkeys } = doors
  const { account, createdAt } = session
  if (proof && "passkey" in proof)
    return passkeys.verifyProof(proof.passkey as AuthenticationResponseJSON, { account, about }, request)
  if (proof) {
    await provePerson(doors, { account, password: proof.password, code: proof.code }, request)
    return
  }
  const hasOwn =
    (await findPassword(world.db.query, account)) ||
    (passkeys.available && (await listPasskeys(world.db.query, account)).length > 0)
  if (hasOwn) throw identityErrors.PROOF_NEEDED({})
  if (wall.now().getTime() - createdAt.getTime() > FRESH_MIN * 60_000) throw identityErrors.SIGN_IN_ANEW({ minutes: FRESH_MIN })
}

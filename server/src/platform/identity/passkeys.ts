import { assert, type Clock } from "@holdfast/kernel"
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server"
import type { FastifyRequest } from "fastify"
import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import type { AttemptLimit } from "./attempt-limit.ts"
import { identityErrors } from "./errors.ts"
import { findAccount } from "./store/account-store.ts"
import { findPasskey, listPasskeys, putPasskey, setPasskeyCounter } from "./store/passkey-store.ts"

const CHALLENGE_MS = 5 * 60_000
/** Challenges that wait for an answer at once; past it the oldest goes and its reader tries again. */
const CHALLENGES_MAX = 10_000

/** What a challenge was made for: whose answer, and of a proof for which act. */
interface Challenge {
  readonly account: string | null
  readonly about?: string
}

export interface PasskeyOptions {
  readonly world: World
  readonly wall: Clock
  /** Counts by passkey and address, apart from passwords: whoever guesses those at an office must not lock its passkeys. */
  readonly attempts: AttemptLimit
  readonly publicUrl: string
}

/** Passkeys (WebAuthn) of one world. Challenges live in memory: a restart asks for one more try. */
export class Passkeys {
  readonly #world: World
  readonly #wall: Clock
  readonly #attempts: AttemptLimit
  readonly #origin: string
  readonly #host: string
  readonly #challenges = new Map<string, Challenge & { readonly untilMs: number }>()

  constructor({ world, wall, attempts, publicUrl }: PasskeyOptions) {
    const { origin, hostname } = new URL(publicUrl)
    this.#world = world
    this.#wall = wall
    this.#attempts = attempts
    this.#origin = origin
    this.#host = hostname
  }

  /** Browsers bind passkeys to a name, never to a number such as 127.0.0.1. */
  get available(): boolean {
    return !/^[\d.]+$|^\[/.test(this.#host)
  }

  /** What the browser needs to make a passkey for this account; for `beginPasskey`, which asks who it is. Throws as `requireName`. */
  async registrationOptions(id: string, city: string) {
    this.requireName()
    const account = await findAccount(this.#world.db.query, id)
    assert(account, `a session of the account ${id}, which is not there`)
    const existing = await listPasskeys(this.#world.db.query, id)
    const options = await generateRegistrationOptions({
      rpName: city,
      rpID: this.#host,
      userName: id,
      userID: Uint8Array.from(Buffer.from(account.record.replaceAll("-", ""), "hex")),
      excludeCredentials: existing.map((passkey) => ({ id: passkey.id })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    })
    this.#remember(options.challenge, { account: id })
    return options
  }

  /** Keeps the passkey that the browser made. Throws `IDENTITY_PASSKEY_REFUSED`. */
  async register(actor: Actor & { readonly account: string }, response: RegistrationResponseJSON): Promise<void> {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => this.#use(challenge, { account: actor.account }),
      expectedOrigin: this.#origin,
      expectedRPID: this.#host,
    }).catch(refuse)
    if (!registrationInfo) throw identityErrors.PASSKEY_REFUSED({})
    const { id, publicKey, counter } = registrationInfo.credential
    const owner = await findAccount(this.#world.db.query, actor.account)
    assert(owner, `a session of the account ${actor.account}, which is not there`)
    await this.#world.transact(async (tx) => {
      await putPasskey(tx.db, { id, account: actor.account, publicKey: Buffer.from(publicKey), counter }, tx.now)
      tx.record({ module: "identity", verb: "add-passkey", record: owner.record, actor, retention: "staff-action", body: {} })
    })
  }

  /** What the browser needs to sign in with any passkey that it has for this address. */
  async signInOptions() {
    this.requireName()
    const options = await generateAuthenticationOptions({ rpID: this.#host, userVerification: "required" })
    this.#remember(options.challenge, { account: null })
    return options
  }

  /** What the browser needs to prove one act with a passkey of this account. */
  async proofOptions(account: string, about: string) {
    const own = await listPasskeys(this.#world.db.query, account)
    const options = await generateAuthenticationOptions({
      rpID: this.#host,
      userVerification: "required",
      allowCredentials: own.map(({ id }) => ({ id })),
    })
    this.#remember(options.challenge, { account, about })
    return options
  }

  /** Whether a passkey of this account signed the challenge of this act. Throws `IDENTITY_PASSKEY_REFUSED`, `IDENTITY_PASSKEY_TOO_MANY`. */
  async verifyProof(
    response: AuthenticationResponseJSON,
    act: { readonly account: string; readonly about: string },
    request: Pick<FastifyRequest, "ip">,
  ): Promise<void> {
    const account = await this.#attempts.during(response.id, request, () => this.#verify(response, act))
    if (account !== act.account) throw identityErrors.PASSKEY_REFUSED({})
    this.#attempts.succeeded(response.id)
  }

  /** The account whose passkey signed the challenge. Throws `IDENTITY_PASSKEY_REFUSED`, `IDENTITY_PASSKEY_TOO_MANY`. */
  async verify(response: AuthenticationResponseJSON, request: Pick<FastifyRequest, "ip">): Promise<string> {
    const account = await this.#attempts.during(response.id, request, () => this.#verify(response, { account: null }))
    if (account === undefined) throw identityErrors.PASSKEY_REFUSED({})
    this.#attempts.succeeded(response.id)
    return account
  }

  /** The account; undefined when the answer is not right. */
  async #verify(response: AuthenticationResponseJSON, of: Challenge): Promise<string | undefined> {
    const passkey = await findPasskey(this.#world.db.query, response.id)
    const account = passkey && (await findAccount(this.#world.db.query, passkey.account))
    if (!account) return undefined
    const { id, counter, publicKey } = passkey
    // What the library finds wrong with an answer is the client's doing; its words are of no use to them.
    const checked = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => this.#use(challenge, of),
      expectedOrigin: this.#origin,
      expectedRPID: this.#host,
      credential: { id, counter, publicKey: Uint8Array.from(publicKey) },
    }).catch(() => undefined)
    if (!checked?.verified) return undefined
    await setPasskeyCounter(this.#world.db.query, id, checked.authenticationInfo.newCounter)
    return account.id
  }

  /** Throws `IDENTITY_PASSKEY_NEEDS_NAME`. */
  requireName(): void {
    if (!this.available) throw identityErrors.PASSKEY_NEEDS_NAME({ address: this.#host })
  }

  #remember(challenge: string, of: Challenge): void {
    for (const [oldest] of this.#challenges) {
      if (this.#challenges.size < CHALLENGES_MAX) break
      this.#challenges.delete(oldest)
    }
    this.#challenges.set(challenge, { ...of, untilMs: this.#wall.now().getTime() + CHALLENGE_MS })
  }

  /** A challenge works once, in time, and for whom and what it was made. */
  #use(challenge: string, { account, about }: Challenge): boolean {
    const found = this.#challenges.get(challenge)
    this.#challenges.delete(challenge)
    return found !== undefined && found.account === account && found.about === about && found.untilMs > this.#wall.now().getTime()
  }
}

/** What the library finds wrong with an answer is the client's doing; its words are of no use to them. */
function refuse(error: unknown): never {
  throw identityErrors.PASSKEY_REFUSED({}, { cause: error })
}

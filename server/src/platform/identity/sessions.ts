import { createHash, randomBytes } from "node:crypto"
import { type Clock, newId } from "@holdfast/kernel"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { World } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import {
  deleteExpired,
  deleteSession,
  deleteSessionsOf,
  findSession,
  listSeenSince,
  listSessionsOf,
  listValid,
  markSeen,
  putSession,
  type StoredSession,
} from "./store/session-store.ts"

/** Nobody on duty is thrown out: each use begins the time anew. A console asks the server every few minutes by itself. */
const UNUSED_MAX_MS = 12 * 3_600_000
/** A use is written down at most this often; it also bounds how old what is remembered may be. */
const SEEN_STEP_MS = 60_000
const REMEMBERED_MAX = 5_000
/** Who is on duty is asked with each read of a session; one answer of the database serves for this long. */
const ON_DUTY_MAX_MS = 1_000
/** The cookie outlives what it stands for: the server alone decides when a session is over. */
const COOKIE_MAX_AGE_S = 30 * 86_400
const TOKEN_BYTES = 32

interface Watch {
  readonly session: StoredSession
  readonly ended: () => void
}

/** The sessions of one world. The browser has a random token, the database only its hash: a copy of it opens nothing. */
export class Sessions {
  readonly #world: World
  readonly #wall: Clock
  readonly #secure: boolean
  /** The name of this world's cookie; others of this module begin with it. */
  readonly cookie: string
  readonly #remembered = new Map<string, StoredSession>()
  readonly #watches = new Set<Watch>()
  /** Grows when something is forgotten, so that what was asked before is not remembered after. */
  #version = 0
  #onDuty: { readonly ms: number; readonly at: number; readonly found: Promise<StoredSession[]> } | undefined

  constructor({ world, wall, publicUrl }: { world: World; wall: Clock; publicUrl: string }) {
    this.#world = world
    this.#wall = wall
    this.#secure = publicUrl.startsWith("https:")
    // Cookies do not know ports: only its name keeps a drill on another port from reading the live session.
    this.cookie = `${this.#secure ? "__Host-" : ""}holdfast-${world.kind}`
  }

  /** Opens a session and gives its cookie to the browser. */
  async open(account: string, reply: FastifyReply): Promise<void> {
    const token = randomBytes(TOKEN_BYTES)
    const now = this.#wall.now()
    await putSession(this.#world.db.query, {
      id: newId(),
      tokenHash: hash(token),
      account,
      createdAt: now,
      expiresAt: new Date(now.getTime() + UNUSED_MAX_MS),
    })
    this.#onDuty = undefined
    this.#setCookie(reply, token.toString("base64url"), COOKIE_MAX_AGE_S)
  }

  /** Whether the browser sent a cookie of this world, valid or not. */
  hasCookie(request: FastifyRequest): boolean {
    return this.#token(request) !== undefined
  }

  /** The session that a request belongs to, and that it was used now. */
  async find(request: FastifyRequest): Promise<StoredSession | undefined> {
    const token = this.#token(request)
    if (!token) return undefined
    const tokenHash = hash(token)
    const key = tokenHash.toString("base64")
    const now = this.#wall.now()
    const remembered = this.#remembered.get(key)
    if (remembered && now.getTime() - remembered.seenAt.getTime() < SEEN_STEP_MS) return remembered
    this.#remembered.delete(key)
    const version = this.#version
    const found = await findSession(this.#world.db.query, tokenHash, now)
    if (!found) return undefined
    await markSeen(this.#world.db.query, found.id, now, new Date(now.getTime() + UNUSED_MAX_MS))
    // One that ended while it was asked for must not come in.
    if (version !== this.#version) return this.find(request)
    this.#onDuty = undefined
    const session = { ...found, seenAt: now }
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear()
    this.#remembered.set(key, session)
    return session
  }

  /** As `find`. Throws `IDENTITY_SIGN_IN`. */
  async require(request: FastifyRequest): Promise<StoredSession> {
    const session = await this.find(request)
    if (!session) throw identityErrors.SIGN_IN({})
    return session
  }

  list(account: string): Promise<StoredSession[]> {
    return listSessionsOf(this.#world.db.query, account, this.#wall.now())
  }

  /** Who was seen within `ms` before now, each account once. */
  seenWithin(ms: number): Promise<StoredSession[]> {
    const now = this.#wall.now()
    return listSeenSince(this.#world.db.query, new Date(now.getTime() - ms), now)
  }

  /** As `seenWithin`, for what is only shown: up to a second old, but never older than a session that began or ended here. */
  shownWithin(ms: number): Promise<StoredSession[]> {
    const now = this.#wall.now().getTime()
    const known = this.#onDuty
    if (known?.ms === ms && now - known.at >= 0 && now - known.at < ON_DUTY_MAX_MS) return known.found
    const asked = { ms, at: now, found: this.seenWithin(ms) }
    this.#onDuty = asked
    asked.found.catch(() => {
      if (this.#onDuty === asked) this.#onDuty = undefined
    })
    return asked.found
  }

  /** Ends one session of this account. Throws `IDENTITY_SESSION_NOT_FOUND`. */
  async end(account: string, id: string): Promise<void> {
    const ended = await deleteSession(this.#world.db.query, account, id)
    this.#forget((session) => session.id === id)
    if (!ended) throw identityErrors.SESSION_NOT_FOUND({ session: id })
  }

  async endAll(account: string): Promise<void> {
    await deleteSessionsOf(this.#world.db.query, account)
    this.#forget((session) => session.account === account)
  }

  /** Ends all sessions of this session's account but itself: what a person does who changed how they prove themselves. */
  async endOthers({ account, id }: Pick<StoredSession, "account" | "id">): Promise<void> {
    await deleteSessionsOf(this.#world.db.query, account, id)
    this.#forget((session) => session.account === account && session.id !== id)
  }

  /** Ends the session of this request, if it has one. */
  async endCurrent(request: FastifyRequest): Promise<void> {
    const session = await this.find(request)
    if (session) await this.end(session.account, session.id)
  }

  /** As `endCurrent`, and takes the cookie back. */
  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.endCurrent(request)
    this.#setCookie(reply, "", 0)
  }

  /** Calls `ended` once when this session counts no more: at once when it ends here, within a minute otherwise. Gives how to stop. */
  watch(session: StoredSession, ended: () => void): () => void {
    const watch: Watch = { session, ended }
    this.#watches.add(watch)
    return () => void this.#watches.delete(watch)
  }

  /** Looks all watched sessions up again, which is no use of them: some run out, or end in another process. */
  async checkWatched(): Promise<void> {
    const ids = new Set([...this.#watches].map(({ session }) => session.id))
    if (ids.size === 0) return
    const valid = new Set(await listValid(this.#world.db.query, [...ids], this.#wall.now()))
    this.#endWatches(({ id }) => ids.has(id) && !valid.has(id))
  }

  /** Deletes what nobody used for too long. */
  async sweep(): Promise<void> {
    await deleteExpired(this.#world.db.query, this.#wall.now())
  }

  #forget(which: (session: StoredSession) => boolean): void {
    this.#version += 1
    this.#onDuty = undefined
    for (const [key, session] of this.#remembered) if (which(session)) this.#remembered.delete(key)
    this.#endWatches(which)
  }

  #endWatches(which: (session: StoredSession) => boolean): void {
    for (const watch of this.#watches)
      if (which(watch.session)) {
        this.#watches.delete(watch)
        watch.ended()
      }
  }

  #token(request: FastifyRequest): Buffer | undefined {
    const start = `${this.cookie}=`
    const found = request.headers.cookie?.split("; ").find((cookie) => cookie.startsWith(start))
    return found && found.length > start.length ? Buffer.from(found.slice(start.length), "base64url") : undefined
  }

  #setCookie(reply: FastifyReply, value: string, maxAgeS: number): void {
    const secure = this.#secure ? "; Secure" : ""
    // Lax, because the way back from a provider, and a link in a mail, begin at another site. Such a way is a GET, which changes
    // nothing; what changes something asks `requireSameOrigin`.
    void reply.header("set-cookie", `${this.cookie}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`)
  }
}

function hash(token: Buffer): Buffer {
  return createHash("sha256").update(token).digest()
}

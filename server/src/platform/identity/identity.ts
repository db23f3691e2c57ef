import type { Bilingual, PersonProof, Role } from "@holdfast/contracts"
import { assert, type Clock, systemClock } from "@holdfast/kernel"
import type { FastifyRequest } from "fastify"
import type { Authenticate, WatchSession } from "../http/index.ts"
import type { CityModule, World } from "../world/index.ts"
import { AttemptLimit } from "./attempt-limit.ts"
import { openCityRecord } from "./demo-people.ts"
import { identityErrors } from "./errors.ts"
import { accountPages } from "./http/account-pages.ts"
import { accountRoutes } from "./http/account-routes.ts"
import { credentialRoutes } from "./http/credential-routes.ts"
import { demoPage, demoRoutes } from "./http/demo-routes.ts"
import { invitationPages } from "./http/invitation-pages.ts"
import { passkeyRoutes } from "./http/passkey-routes.ts"
import { proofRoutes } from "./http/proof-routes.ts"
import { providerPages } from "./http/provider-pages.ts"
import { sessionRoutes } from "./http/session-routes.ts"
import { signInPages } from "./http/sign-in-pages.ts"
import { staffPages } from "./http/staff-pages.ts"
import type { CountApprovers, IdentityDoors } from "./http/view.ts"
import { openFactorKey } from "./open-factor-key.ts"
import { Passkeys } from "./passkeys.ts"
import { PendingFactors } from "./pending-factors.ts"
import { type Action, mayAct } from "./policy.ts"
import { proveAnew } from "./prove-anew.ts"
import { Provider, type ProviderSettings } from "./provider.ts"
import { requireSameOrigin } from "./same-origin.ts"
import { Sessions } from "./sessions.ts"
import { deleteEndedBefore, listAccounts } from "./store/account-store.ts"
import type { City } from "./store/city-store.ts"
import { deleteInvitations } from "./store/invitation-store.ts"
import type { StoredSession } from "./store/session-store.ts"

const REACHABLE_MS = 15 * 60_000
/** As long as a session is remembered: an answer that goes on ends as soon as a question would be refused. */
const WATCH_MS = 60_000
const SWEEP_MS = 10 * 60_000
/** As long as what staff did is kept: an entry may still name the account until then. */
const ENDED_ACCOUNT_MS = 3 * 365 * 86_400_000

export interface IdentityOptions {
  readonly world: World
  /** The address that people type. Passkeys are bound to its name; with https the cookie is Secure. */
  readonly publicUrl: string
  readonly timeZone: string
  /** Sessions run on the machine's clock, also in a drill. */
  readonly wall?: Clock
  /** Where people of this city may sign in too; without it the sign-in page does not speak of it. */
  readonly provider?: ProviderSettings | undefined
  /** Whether the demo page offers to start a drill, at `POST /api/drills`. */
  readonly drills?: boolean
  /** Whose drill this is, in a drill: every page says so. */
  readonly drill?: Bilingual
  readonly onError: (error: unknown) => void
}

export interface Identity {
  readonly city: City
  readonly authenticate: Authenticate
  readonly watchSession: WatchSession
  readonly routes: CityModule["routes"]
  readonly countApprovers: CountApprovers
  /** Who was seen in the last minutes and may do this in all of these areas. Each person once. */
  listOnDuty(
    action: Action,
    areas: readonly string[],
  ): Promise<{ account: string; role: Role; area: string | null; name: Bilingual }[]>
  /** For one act, such as sending a warning: throws unless the person of this request's session proves anew that they are there. */
  proveAnew(request: FastifyRequest, act: { readonly about: string; readonly proof: PersonProof | undefined }): Promise<void>
  /** What these accounts are called; one that ended has no name any more. */
  listNames(accounts: readonly string[]): Promise<Map<string, Bilingual>>
  stop(): Promise<void>
}

/** Who works in this world, and how they prove it. A database without a city becomes a demo, unless the world is live. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { world, publicUrl, timeZone, drills = false, wall = systemClock, onError } = options
  const city = await openCityRecord(world)
  assert(city && (city.kind === "live" || world.kind !== "live"), `a live world needs a live city; this one holds ${city?.kind}`)
  assert(city.kind === "demo" || world.kind === "live", `a live city was opened as a ${world.kind} world`)
  const sessions = new Sessions({ world, wall, publicUrl })
  const attempts = new AttemptLimit(wall, identityErrors.TOO_MANY_ATTEMPTS)
  const passkeyAttempts = new AttemptLimit(wall, identityErrors.PASSKEY_TOO_MANY)
  const passkeys = new Passkeys({ world, wall, attempts: passkeyAttempts, publicUrl })
  const countAmong = (seen: readonly StoredSession[], areas: readonly string[], exceptAccount?: string) => {
    const able = seen.filter(
      ({ account, role, area }) =>
        account !== exceptAccount && mayAct({ role, ...(area !== null && { area }) }, "warn.approve", areas),
    )
    return new Set(able.map(({ account }) => account)).size
  }
  const countApprovers: CountApprovers = async (areas, exceptAccount) =>
    countAmong(await sessions.seenWithin(REACHABLE_MS), areas, exceptAccount)
  const { drill } = options
  const doors: IdentityDoors = {
    world,
    wall,
    city,
    timeZone,
    publicUrl,
    sessions,
    attempts,
    passkeys,
    factorKey: await openFactorKey(world),
    pendingFactors: new PendingFactors(wall),
    provider: options.provider && new Provider({ settings: options.provider, wall, publicUrl }),
    drills,
    drill,
    // The status line of each console asks for it, and says nothing that a second changes.
    countApprovers: async (areas, exceptAccount) => countAmong(await sessions.shownWithin(REACHABLE_MS), areas, exceptAccount),
  }

  const sweeping = setInterval(() => {
    const limit = new Date(wall.now().getTime() - ENDED_ACCOUNT_MS)
    sessions
      .sweep()
      .then(() => deleteInvitations(world.db.query, wall.now()))
      .then(() => deleteEndedBefore(world.db.query, limit))
      .catch(onError)
  }, SWEEP_MS).unref()
  const watching = setInterval(() => void sessions.checkWatched().catch(onError), WATCH_MS).unref()
  await sessions.sweep()
  const opened = new WeakMap<FastifyRequest, StoredSession>()

  return {
    city,
    async authenticate(request) {
      if (!sessions.hasCookie(request)) return undefined
      requireSameOrigin(request)
      const session = await sessions.find(request)
      if (session) opened.set(request, session)
      return session && { role: session.role, account: session.account, ...(session.area !== null && { area: session.area }) }
    },
    watchSession(request, ended) {
      const session = opened.get(request)
      return session ? sessions.watch(session, ended) : () => {}
    },
    routes: [
      { prefix: "/api", plugin: sessionRoutes(doors) },
      { prefix: "/api", plugin: passkeyRoutes(doors) },
      { prefix: "/api", plugin: proofRoutes(doors) },
      { prefix: "/api", plugin: credentialRoutes(doors) },
      { prefix: "/api", plugin: accountRoutes(doors) },
      { prefix: "", plugin: signInPages(doors) },
      { prefix: "", plugin: providerPages(doors) },
      { prefix: "", plugin: accountPages(doors) },
      { prefix: "", plugin: invitationPages(doors) },
      { prefix: "", plugin: staffPages(doors) },
      ...(city.kind === "demo"
        ? [
            { prefix: "/api", plugin: demoRoutes(doors) },
            { prefix: "", plugin: demoPage(doors) },
          ]
        : []),
    ],
    countApprovers,
    async listOnDuty(action, areas) {
      const able = (await sessions.seenWithin(REACHABLE_MS)).filter(({ role, area }) =>
        mayAct({ role, ...(area !== null && { area }) }, action, areas),
      )
      const seen = new Set(able.map(({ account }) => account))
      return (await listAccounts(world.db.query))
        .filter(({ id }) => seen.has(id))
        .map(({ id, role, area, name }) => ({ account: id, role, area, name }))
    },
    async proveAnew(request, act) {
      // Invented people have nothing to prove it with.
      if (city.kind === "live") await proveAnew(doors, await sessions.require(request), act, request)
    },
    async listNames(accounts) {
      const wanted = new Set(accounts)
      const found = await listAccounts(world.db.query)
      return new Map(found.filter(({ id }) => wanted.has(id)).map(({ id, name }) => [id, name]))
    },
    async stop() {
      clearInterval(sweeping)
      clearInterval(watching)
    },
  }
}

import type { Warning } from "@holdfast/contracts"
import type { CityModule } from "../../platform/world/index.ts"
import { existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { describeWarnings } from "./describe-warnings.ts"
import { forget } from "./forget.ts"
import { capRoutes } from "./http/cap-routes.ts"
import { RenderCache } from "./http/render-cache.ts"
import { warningRoutes } from "./http/warning-routes.ts"
import { findPublicWarning, isPublicWarnEvent, listPublicWarnings, type PublicWarning } from "./public-warnings.ts"
import { findWarning, listWarningsInForce, listWarningsSentBetween } from "./store/warning-store.ts"
import { sweepWarnings } from "./sweep-warnings.ts"
import { toContract } from "./to-contract.ts"

const SENT_MAX = 1_000

export interface WarnOptions extends WarnContext {
  /** Where failures go that no request waits for. */
  readonly onError: (error: unknown) => void
}

export interface WarnModule extends CityModule {
  /** Throws `WARN_NOT_FOUND`. */
  getWarning(id: string): Promise<Warning>
  /** Sent and not yet run out, newest first. */
  listInForce(): Promise<Warning[]>
  /** Sent in a span about a hazard, oldest first; at most 1,000. What was sent in error is left out. */
  listSent(span: { readonly hazard: string; readonly from: Date; readonly to: Date }): Promise<Warning[]>
  /** In force, then what ended within a day, with what was said at its end. */
  listPublic(): Promise<PublicWarning[]>
  /** By its code for people; undefined for what was never sent. */
  findPublic(code: string): Promise<PublicWarning | undefined>
  /** Ends what has run out at `now`. */
  sweep(now: Date): Promise<void>
  /** Forgets who wrote and approved what ended three years before `now`. Gives how many warnings it touched. */
  forget(now: Date): Promise<number>
}

/** Starts the warnings of a world: their JSON interface under `/api`, and feed and CAP messages at the root. */
export async function startWarn(options: WarnOptions): Promise<WarnModule> {
  const { world } = options
  const cache = new RenderCache(world, isPublicWarnEvent)
  return {
    routes: [
      { prefix: "/api", plugin: warningRoutes(options) },
      { prefix: "", plugin: capRoutes(options, cache) },
    ],
    describe: (records) => describeWarnings(world, records),
    getWarning: async (id) => toContract(existing(await findWarning(world.db.query, id), id)),
    listInForce: async () => (await listWarningsInForce(world.db.query, world.clock.now())).map((warning) => toContract(warning)),
    listSent: async (span) =>
      (await listWarningsSentBetween(world.db.query, { ...span, limit: SENT_MAX }))
        .filter(({ state }) => state !== "sent-in-error")
        .map((warning) => toContract(warning)),
    listPublic: () => listPublicWarnings(world),
    findPublic: (code) => findPublicWarning(world, code),
    sweep: (now) => sweepWarnings(options, now),
    forget: (now) => forget(world, now),
    stop: async () => cache.stop(),
  }
}

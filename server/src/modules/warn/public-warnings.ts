import type { Warning, WarningTexts } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import type { StoredWarning } from "./domain/warning.ts"
import {
  findWarning,
  findWarningByNumber,
  listLiftings,
  listWarningsEndedSince,
  listWarningsInForce,
} from "./store/warning-store.ts"
import { toContract } from "./to-contract.ts"

/** A warning as everybody may read it, with what was said at its end: the lifting, or that it was sent in error. */
export interface PublicWarning {
  readonly warning: Warning
  readonly ending: WarningTexts | null
}

/** An ended warning stays to be seen for a day, so that who slept hears that it is over. */
const ENDED_SHOWN_MS = 24 * 3_600_000
/** More than a city ends in its worst day; what is beyond it is the oldest. */
const ENDED_MAX = 200
const verbs: readonly string[] = ["send", "update", "lift", "expire", "retract"]

/** Whether a log event is about something that was said in public; drafts are nobody's business. */
export function isPublicWarnEvent(event: { readonly module: string; readonly verb: string }): boolean {
  return event.module === "warn" && verbs.includes(event.verb)
}

/** In force, newest first, then those that ended within a day; what was only updated is not an end. */
export async function listPublicWarnings(world: World): Promise<PublicWarning[]> {
  const now = world.clock.now()
  const since = new Date(now.getTime() - ENDED_SHOWN_MS)
  const [inForce, ended] = await Promise.all([
    listWarningsInForce(world.db.query, now),
    listWarningsEndedSince(world.db.query, since, ENDED_MAX),
  ])
  return withEndings(world, [...inForce, ...ended])
}

/** By its code for people, such as W-88; undefined for what was never sent. The page of a lifting is that of its warning. */
export async function findPublicWarning(world: World, code: string): Promise<PublicWarning | undefined> {
  const number = Number(/^W-(\d{1,9})$/.exec(code)?.[1])
  if (!Number.isInteger(number)) return undefined
  const asked = await findWarningByNumber(world.db.query, number)
  if (!asked?.sentAt) return undefined
  const found = asked.kind === "lifting" ? await findWarning(world.db.query, asked.follows!) : asked
  if (!found) return undefined
  const [shown] = await withEndings(world, [found])
  return shown
}

async function withEndings(world: World, warnings: readonly StoredWarning[]): Promise<PublicWarning[]> {
  const lifted = warnings.filter(({ state }) => state === "lifted").map(({ id }) => id)
  const liftings = (await listLiftings(world.db.query, lifted)).filter(({ sentAt }) => sentAt !== null)
  return warnings.map((warning) => ({
    warning: toContract(warning),
    ending:
      warning.state === "sent-in-error"
        ? warning.retraction
        : (liftings.find(({ follows }) => follows === warning.id)?.texts ?? null),
  }))
}

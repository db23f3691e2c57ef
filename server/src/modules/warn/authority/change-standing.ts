import { type Level, STANDING_MAX_DAYS } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor, NewEntry } from "../../../platform/log/index.ts"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import { withAccount } from "../advance.ts"
import type { WarnContext } from "../context.ts"
import { warnErrors } from "../errors.ts"
import { isEntitled, modeOf } from "./mode-of.ts"
import {
  allowStanding,
  endStanding,
  insertStanding,
  lockStanding,
  type Standing,
  takeOverStanding,
} from "./store/standing-store.ts"

const DAY_MS = 86_400_000

/**
 * Proposes that warnings of one hazard and level go out without waiting, until a date; off until another person allows it. Throws
 * `WARN_STANDING_EXISTS`, `WARN_STANDING_SPAN`, `WARN_NOT_ISSUED_HERE` where the city does not issue, `WARN_PACK_NOT_FOUND`.
 */
export function proposeStanding(
  context: WarnContext,
  actor: Actor,
  { hazard, level, until }: { readonly hazard: string; readonly level: Level; readonly until: Date },
): Promise<Standing> {
  const proposer = withAccount(actor)
  if (!context.packs.find(hazard)) throw warnErrors.PACK_NOT_FOUND({ hazard })
  if (modeOf(context, { hazard, level }) !== "issue") throw warnErrors.NOT_ISSUED_HERE({ hazard })
  assertPost(context, actor, { hazard, level })
  return context.world.transact(async (tx) => {
    const days = (until.getTime() - tx.now.getTime()) / DAY_MS
    if (days <= 0 || days > STANDING_MAX_DAYS) throw warnErrors.STANDING_SPAN({ days: STANDING_MAX_DAYS })
    const standing = await insertStanding(tx.db, { id: newId(), hazard, level, until, proposedAt: tx.now, proposer })
    if (!standing) throw warnErrors.STANDING_EXISTS({ hazard })
    tx.record(entryOf("propose-standing", actor, standing))
    return standing
  })
}

/** Another person allows it, and from now on it counts. Throws `WARN_OWN_STANDING` and `WARN_STANDING_OVER`. */
export function approveStanding(context: WarnContext, actor: Actor, id: string): Promise<Standing> {
  const approver = withAccount(actor)
  return context.world.transact(async (tx) => {
    const standing = await waiting(tx, id)
    if (standing.approvedAt) throw warnErrors.STANDING_OVER({ code: standing.code })
    if (standing.proposer.account === approver.account) throw warnErrors.OWN_STANDING({ code: standing.code })
    assertPost(context, actor, standing)
    await allowStanding(tx.db, id, approver, tx.now)
    tx.record(entryOf("approve-standing", actor, standing))
    return { ...standing, approver, approvedAt: tx.now }
  })
}

/** Switches it off, or takes the proposal back: one person, at once. Throws `WARN_STANDING_OVER`. */
export function switchOffStanding(context: WarnContext, actor: Actor, id: string): Promise<Standing> {
  return context.world.transact(async (tx) => {
    const standing = await waiting(tx, id)
    await endStanding(tx.db, id, actor.role, tx.now)
    tx.record(entryOf("end-standing", actor, standing))
    return { ...standing, endedAt: tx.now }
  })
}

/** Ends those whose date has passed. */
export function sweepStanding({ world }: Pick<WarnContext, "world">, now: Date): Promise<void> {
  return world.react(async (tx) => {
    for (const { id, number } of await takeOverStanding(tx.db, now))
      tx.record(entryOf("end-standing", { role: "system" }, { id, code: `S-${number}` }))
  })
}

async function waiting(tx: WorldTransaction, id: string): Promise<Standing> {
  const standing = await lockStanding(tx.db, id)
  if (!standing) throw warnErrors.STANDING_NOT_FOUND({ standing: id })
  if (standing.endedAt || standing.until <= tx.now) throw warnErrors.STANDING_OVER({ code: standing.code })
  return standing
}

/** Both people are ones who could approve such a warning itself, for the whole city. */
function assertPost(context: WarnContext, actor: Actor, about: { readonly hazard: string; readonly level: Level }): void {
  if (actor.area !== undefined || !isEntitled(context, "approves", actor, about)) throw warnErrors.STANDING_POST({})
}

function entryOf(verb: string, actor: Actor, { id, code }: Pick<Standing, "id" | "code">): NewEntry {
  return { module: "warn", verb, record: id, actor, retention: "public-warning", body: { code } }
}

import type { Warning, WarningTexts } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import { latestOf } from "./correct-warning.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { listCorrections } from "./store/correction-store.ts"
import { findNextId, listEvents } from "./store/event-store.ts"
import {
  findWarning,
  findWarningByNumber,
  listLiftings,
  listWarningsById,
  listWarningsEndedSince,
  listWarningsInForce,
} from "./store/warning-store.ts"
import { toContract } from "./to-contract.ts"

/** A warning as everybody may read it, with what was said at its end: the lifting, or that it was sent in error. */
export interface PublicWarning {
  readonly warning: Warning
  readonly ending: WarningTexts | null
  /** The code of the first warning of its event: updates go on with it, and so does what is in force again. */
  readonly event: string
  /** What it took the place of, as it was; null for what is new, and for what is in force again. */
  readonly before: Warning | null
  /** When a slip of the pen in it was mended last; its words are then the mended ones. */
  readonly correctedAt: string | null
}

/** An ended warning stays to be seen for a day, so that who slept hears that it is over. */
const ENDED_SHOWN_MS = 24 * 3_600_000
/** More than a city ends in its worst day; what is beyond it is the oldest. */
const ENDED_MAX = 200
const verbs: readonly string[] = ["send", "update", "lift", "expire", "retract", "correct"]

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

/** A chain is as long as one night; more is a mistake in the data, and no reason to read for ever. */
const STEPS_MAX = 100

/** What goes on with a warning that ended: its newest update, or what is in force again. Undefined where nothing does. */
export async function findPublicLatest(world: World, { warning }: PublicWarning): Promise<PublicWarning | undefined> {
  const seen = [warning.id]
  for (let at: string | undefined = warning.id; at && seen.length < STEPS_MAX; ) {
    // What is in force again says for which one, and that was first for what is in force again later.
    const again = [...seen, ...(warning.reissues ? [warning.reissues] : [])]
    at = await findNextId(world.db.query, at, again)
    if (at) seen.push(at)
  }
  const latest = seen.length > 1 ? await findWarning(world.db.query, seen.at(-1)!) : undefined
  return latest && (await withEndings(world, [latest]))[0]
}

async function withEndings(world: World, warnings: readonly StoredWarning[]): Promise<PublicWarning[]> {
  const lifted = warnings.filter(({ state }) => state === "lifted").map(({ id }) => id)
  const liftings = (await listLiftings(world.db.query, lifted)).filter(({ sentAt }) => sentAt !== null)
  const events = await listEvents(
    world.db.query,
    warnings.map(({ id }) => id),
  )
  const isUpdate = ({ reissues, follows }: StoredWarning) => follows !== null && reissues === null
  const before = new Map(
    (
      await listWarningsById(
        world.db.query,
        warnings.filter(isUpdate).map(({ follows }) => follows!),
      )
    ).map((one) => [one.id, one]),
  )
  const corrections = Map.groupBy(
    await listCorrections(
      world.db.query,
      warnings.map(({ id }) => id),
    ),
    ({ warning }) => warning,
  )
  const correctionOf = ({ id }: StoredWarning) => latestOf(corrections.get(id) ?? [])
  return warnings.map((warning) => ({
    warning: { ...toContract(warning), texts: correctionOf(warning)?.texts ?? warning.texts },
    correctedAt: correctionOf(warning)?.approvedAt?.toISOString() ?? null,
    event: events.get(warning.id) ?? warning.code,
    before: isUpdate(warning) ? toContract(before.get(warning.follows!)!) : null,
    ending:
      warning.state === "sent-in-error"
        ? warning.retraction
        : (liftings.find(({ follows }) => follows === warning.id)?.texts ?? null),
  }))
}

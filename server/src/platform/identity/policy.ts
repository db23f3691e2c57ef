import type { Role } from "@holdfast/contracts"
import type { Actor } from "../log/index.ts"
import { identityErrors } from "./errors.ts"

/** Everything that needs a right. Named module and verb, as in the log. */
export const actions = [
  "read-operations",
  "respond.write-journal",
  "sense.acknowledge-signal",
  "sense.handle-signal",
  "sense.shelve-signal",
  "sense.clear-signal",
  "sense.raise-signal",
  "sense.configure",
  "sense.manage-rules",
  "places.import",
  "warn.draft",
  "warn.submit",
  "warn.approve",
  "warn.lift",
  "warn.retract",
  "warn.resend",
  "warn.manage-channels",
  "warn.manage-roster",
  "respond.change-task",
  "respond.close-incident",
  "recover.report-outage",
  "serve.answer-request",
  "learn.review",
  "identity.manage-accounts",
] as const
export type Action = (typeof actions)[number]

const operations: readonly Action[] = ["read-operations", "respond.write-journal", "respond.change-task"]
const signals: readonly Action[] = [
  "sense.acknowledge-signal",
  "sense.handle-signal",
  "sense.shelve-signal",
  "sense.clear-signal",
  "sense.raise-signal",
]

/** The one table of rights: what each role may do, in the subtree of its own area. */
export const policy: Readonly<Record<Role, readonly Action[]>> = {
  "duty-officer": [
    ...operations,
    ...signals,
    "warn.draft",
    "warn.submit",
    "warn.lift",
    "warn.retract",
    "warn.resend",
    "warn.manage-roster",
    "recover.report-outage",
    "serve.answer-request",
    "respond.close-incident",
    "learn.review",
  ],
  approver: [
    ...operations,
    ...signals,
    "sense.manage-rules",
    "warn.approve",
    "warn.lift",
    "warn.retract",
    "warn.resend",
    "respond.close-incident",
    "learn.review",
  ],
  leader: ["read-operations", "sense.handle-signal", "respond.change-task", "learn.review"],
  inspector: [...operations],
  "community-worker": [...operations, "serve.answer-request"],
  "shelter-staff": [...operations],
  "lifeline-operator": [...operations, "recover.report-outage"],
  engineer: [
    "read-operations",
    "sense.configure",
    "sense.manage-rules",
    "places.import",
    "warn.manage-channels",
    "warn.manage-roster",
    "identity.manage-accounts",
  ],
}

/** Whether this actor may do this in all of these areas. Nobody may do nothing, and a role that is not in the table neither. */
export function mayAct(actor: Actor | undefined, action: Action, areas: readonly string[] = []): boolean {
  if (!actor) return false
  if (!policy[actor.role as Role]?.includes(action)) return false
  return areas.every((area) => covers(actor.area, area))
}

/**
 * Whether this actor may do this in a part of these areas: one of them lies in the account's subtree, or around it. For what
 * belongs to several areas at once, such as a task of an incident over the whole city, which a street does its share of.
 */
export function mayActWithin(actor: Actor | undefined, action: Action, areas: readonly string[]): boolean {
  const own = actor?.area
  return mayAct(actor, action) && (own === undefined || areas.some((area) => covers(own, area) || covers(area, own)))
}

/** As `mayAct`, for what belongs to one area, or with null to the whole city, over which no account of an area has a right. */
export function mayActOver(actor: Actor | undefined, action: Action, area: string | null): boolean {
  return area === null ? mayAct(actor, action) && actor?.area === undefined : mayAct(actor, action, [area])
}

/** Whether `area` lies in the subtree of `own`; without an own area that is the whole city. */
function covers(own: string | undefined, area: string): boolean {
  return own === undefined || area === own || area.startsWith(`${own}/`)
}

/**
 * Lets through who may do this, here. Throws `IDENTITY_SIGN_IN` for nobody and `IDENTITY_NOT_PERMITTED` for the wrong role or
 * an area outside the account's subtree.
 *
 * @param areas ids of the area tree that the action touches
 */
export function permit(actor: Actor | undefined, action: Action, areas: readonly string[] = []): asserts actor is Actor {
  if (!actor) throw identityErrors.SIGN_IN({})
  if (!mayAct(actor, action, areas)) throw identityErrors.NOT_PERMITTED({ role: actor.role, action })
}

/** As `permit`, for what belongs to several areas at once: the account's subtree has to touch one of them. */
export function permitWithin(actor: Actor | undefined, action: Action, areas: readonly string[]): asserts actor is Actor {
  if (!actor) throw identityErrors.SIGN_IN({})
  if (!mayActWithin(actor, action, areas)) throw identityErrors.NOT_PERMITTED({ role: actor.role, action })
}

/** As `permit`, for what belongs to one area, or with null to the whole city. */
export function permitOver(actor: Actor | undefined, action: Action, area: string | null): asserts actor is Actor {
  if (!actor) throw identityErrors.SIGN_IN({})
  if (!mayActOver(actor, action, area)) throw identityErrors.NOT_PERMITTED({ role: actor.role, action })
}

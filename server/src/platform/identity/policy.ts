import type { Role } from "@holdfast/contracts"
import type { Actor } from "../log/index.ts"
import { identityErrors } from "./errors.ts"

/** Everything that needs a right. Named module and verb, as in the log. */
export const actions = [
  "read-operations",
  "respond.write-journal",
  "sense.acknowledge-signal",
  "sense.configure",
  "places.import",
  "warn.draft",
  "warn.submit",
  "warn.approve",
  "warn.lift",
  "warn.retract",
  "respond.change-task",
  "respond.close-incident",
  "recover.report-outage",
  "serve.answer-request",
  "learn.review",
] as const
export type Action = (typeof actions)[number]

const operations: readonly Action[] = ["read-operations", "respond.write-journal", "respond.change-task"]

/** The one table of rights: what each role may do, in the subtree of its own area. */
export const policy: Readonly<Record<Role, readonly Action[]>> = {
  "duty-officer": [
    ...operations,
    "sense.acknowledge-signal",
    "warn.draft",
    "warn.submit",
    "warn.retract",
    "recover.report-outage",
    "serve.answer-request",
    "respond.close-incident",
    "learn.review",
  ],
  approver: [
    ...operations,
    "sense.acknowledge-signal",
    "warn.approve",
    "warn.lift",
    "warn.retract",
    "respond.close-incident",
    "learn.review",
  ],
  leader: ["read-operations", "learn.review"],
  inspector: [...operations],
  "community-worker": [...operations, "serve.answer-request"],
  "shelter-staff": [...operations],
  "lifeline-operator": [...operations, "recover.report-outage"],
  engineer: ["read-operations", "sense.configure", "places.import"],
}

/**
 * Lets through who may do this, here. Throws `IDENTITY_SIGN_IN` for nobody and `IDENTITY_NOT_PERMITTED` for the wrong role or
 * an area outside the account's subtree.
 *
 * @param areas ids of the area tree that the action touches
 */
export function permit(actor: Actor | undefined, action: Action, areas: readonly string[] = []): asserts actor is Actor {
  if (!actor) throw identityErrors.SIGN_IN({})
  const allowed = policy[actor.role as Role] ?? []
  if (!allowed.includes(action)) throw identityErrors.NOT_PERMITTED({ role: actor.role, action })
  const own = actor.area
  if (own && !areas.every((area) => area === own || area.startsWith(`${own}/`))) {
    throw identityErrors.NOT_PERMITTED({ role: actor.role, action })
  }
}

import {
  type AloneCategory,
  type AuthorityMode,
  type Certainty,
  certainties,
  type DiscardReason,
  type Level,
  type OriginalWarning,
  type PackWarning,
  RETRACT_WITHIN_MIN,
  type Urgency,
  urgencies,
  type WarningArea,
  type WarningBasis,
  type WarningResource,
  type WarningShape,
  type WarningTexts,
} from "@holdfast/contracts"
import type { Grounds } from "../shapes/domain/grounds.ts"
import type { WarningState } from "./states.ts"

/** Who acted. The account is null once its three years are over: then only the role is known. */
export interface Person {
  readonly role: string
  readonly account: string | null
}

/**
 * A warning as the module keeps it. A *lifting* says that the danger of the warning that it follows is over; it is a record of its
 * own, since it too needs two people, and it ends in the moment in which it is sent.
 */
export interface StoredWarning {
  readonly id: string
  readonly code: string
  readonly kind: "warning" | "lifting"
  readonly state: WarningState
  readonly hazard: string
  readonly level: Level
  /** Chosen by name, and those that a shape touches: what asks by name finds it there. */
  readonly areas: readonly WarningArea[]
  readonly shapes: readonly WarningShape[]
  /** As they are read: all slots filled that can be. */
  readonly texts: WarningTexts
  /** As their author writes them, with slots; null for what was written without any. */
  readonly written: WarningTexts | null
  readonly resources: readonly WarningResource[]
  readonly urgency: Urgency
  readonly certainty: Certainty
  readonly onset: Date
  readonly expires: Date
  readonly because: string | null
  readonly follows: string | null
  readonly createdAt: Date
  readonly author: Person
  readonly approver: Person | null
  readonly sentAt: Date | null
  readonly endedAt: Date | null
  readonly rejection: string | null
  readonly identifier: string | null
  /** What is said when it was sent in error, prepared at sending so that nobody has to write it in that minute. */
  readonly retraction: WarningTexts | null
  /** Which one took its place. */
  readonly replacedBy: string | null
  /** The warning that is in force again in this one, with the same content. */
  readonly reissues: string | null
  /** Why it was never sent. */
  readonly discarded: DiscardReason | null
  /** By its pack, for its hazard and level. */
  readonly mode: AuthorityMode
  /** Whose warning is relayed, and which. */
  readonly original: OriginalWarning | null
  /** When it was handed to a second person; the calls for one carry the same moment. */
  readonly submittedAt: Date | null
  readonly basis: WarningBasis
  /** What two people had allowed before, when it was sent on that. */
  readonly standing: string | null
  /** Why one person sent it alone; the words go with the names. */
  readonly alone: { readonly category: AloneCategory; readonly reason: string | null } | null
}

/** What a record has not yet, before it was sent. */
export const unsent = {
  written: null,
  approver: null,
  sentAt: null,
  endedAt: null,
  rejection: null,
  identifier: null,
  retraction: null,
  replacedBy: null,
  reissues: null,
  discarded: null,
  submittedAt: null,
  basis: "approved",
  standing: null,
  alone: null,
} as const satisfies Partial<StoredWarning>

/** A draft, or what waits for approval: it may still be changed or sent. */
export function isUnsent({ state }: Pick<StoredWarning, "state">): boolean {
  return state === "draft" || state === "submitted"
}

/**
 * How soon and how sure a draft says it is, as its pack has it for this level; the author may say otherwise. Without a
 * measurement nothing was observed, so what is written by hand is at most likely.
 */
export function stanceOf(
  { urgency, certainty }: PackWarning["levels"][Level],
  isMeasured: boolean,
): Pick<StoredWarning, "urgency" | "certainty"> {
  return {
    urgency: urgencies.find((known) => known === urgency) ?? "Expected",
    certainty: certainties.find((known) => known === certainty && (isMeasured || known !== "Observed")) ?? "Likely",
  }
}

/** Whether an area is one of these, or lies inside one: ids carry the way from the city down. */
export function isInside(area: string, of: readonly { readonly id: string }[]): boolean {
  return of.some(({ id }) => area === id || area.startsWith(`${id}/`))
}

/** Whether two lists of areas have a place in common. */
export function overlaps(one: readonly { readonly id: string }[], other: readonly { readonly id: string }[]): boolean {
  return one.some(({ id }) => isInside(id, other)) || other.some(({ id }) => isInside(id, one))
}

/** Where a warning applies. */
type Placed = Pick<StoredWarning, "id" | "areas" | "shapes">

/** Whether one warning reaches everywhere where the other does: by name, and by what was measured where a shape is drawn. */
function covers(one: Placed, other: Placed, grounds: Pick<Grounds, "covers">): boolean {
  if (one.shapes.length > 0 || other.shapes.length > 0) return grounds.covers(one.id, other.id)
  return other.areas.every(({ id }) => isInside(id, one.areas))
}

/** Whether two warnings have a place in common. */
export function meets(one: Placed, other: Placed, grounds: Grounds): boolean {
  return grounds.meets(one.id, other.id) ?? overlaps(one.areas, other.areas)
}

/**
 * Which warnings in force a new one takes the place of: those of the same hazard that it covers wholly. A warning that reaches
 * further stays in force, or people outside the new one would lose theirs without a word.
 *
 * @param grounds of the new one against those in force
 */
export function replacedBy<T extends Placed & Pick<StoredWarning, "hazard">>(
  warning: Placed & Pick<StoredWarning, "hazard">,
  inForce: readonly T[],
  grounds: Pick<Grounds, "covers">,
): T[] {
  return inForce.filter((other) => other.id !== warning.id && other.hazard === warning.hazard && covers(warning, other, grounds))
}

/**
 * Which of the warnings that a retracted one had taken the place of are in force again: those that have not run out, unless another
 * that was sent since and is in force would have taken their place as well.
 */
export function comeBack(
  replaced: readonly StoredWarning[],
  { inForce, grounds, now }: { readonly inForce: readonly StoredWarning[]; readonly grounds: Grounds; readonly now: Date },
): StoredWarning[] {
  const isCovered = (one: StoredWarning) =>
    inForce.some((other) => other.sentAt! > one.sentAt! && replacedBy(other, [one], grounds).length > 0)
  return replaced.filter((one) => one.expires > now && !isCovered(one))
}

/** Whether one person may still take it back. */
export function isRetractable(sentAt: Date, now: Date): boolean {
  return now.getTime() - sentAt.getTime() <= RETRACT_WITHIN_MIN * 60_000
}

import { type Level, levels, type SubscriptionChoice } from "@holdfast/contracts"

export type Via = "web-push" | "email"

/** One wish of one resident; who that is stands nowhere but in the sealed address. */
export interface Subscription extends SubscriptionChoice {
  readonly number: number
  readonly via: Via
  readonly confirmedAt: Date | null
  readonly createdAt: Date
  readonly touchedAt: Date
  /** Events of which nothing more is wanted, by the warning that they began with, up to this level. */
  readonly quieted: Readonly<Record<string, number>>
}

/** 1 blue to 4 red. */
export function rankOf(level: Level): number {
  return levels.indexOf(level) + 1
}

export function levelOf(rank: number): Level {
  return levels[rank - 1]!
}

/** Who leaves it alone for so long has probably moved or changed the phone. */
const KEPT_MS = 365 * 86_400_000
/** A letter that nobody answered for so long went to somebody who never asked. */
const UNCONFIRMED_MS = 2 * 86_400_000

/** What was last touched before these moments is over. */
export function limitsAt(now: Date): { readonly touchedAfter: Date; readonly unconfirmedAfter: Date } {
  return { touchedAfter: new Date(now.getTime() - KEPT_MS), unconfirmedAfter: new Date(now.getTime() - UNCONFIRMED_MS) }
}

export function expiryOf({ touchedAt }: Pick<Subscription, "touchedAt">): Date {
  return new Date(touchedAt.getTime() + KEPT_MS)
}

/**
 * Whether a message reaches people also in their quiet hours: what is urgent and serious, and that something serious was sent in
 * error. Said so wherever quiet hours are chosen.
 */
export function breaksThrough(message: { readonly level: Level; readonly urgency: string; readonly purpose: string }): boolean {
  return message.purpose === "retraction" || (message.urgency === "Immediate" && rankOf(message.level) >= rankOf("orange"))
}

/** Below this a figure would come too close to single people. */
const FEWER_THAN = 20

/** A count for people: in tens, from a thousand on two digits, and nothing about a few; so that one more does not show. */
export function roundCount(count: number): { readonly about: number } | { readonly fewerThan: number } {
  if (count < FEWER_THAN) return { fewerThan: FEWER_THAN }
  return { about: Number((Math.round(count / 10) * 10).toPrecision(2)) }
}

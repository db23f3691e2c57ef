import type { ChannelPurpose, Level, Urgency } from "@holdfast/contracts"
import type { Reached } from "../../reach/index.ts"
import type { OrderContent } from "./compose-content.ts"

/** What is to go out, to whom, by which channels. */
export interface NewOrder {
  readonly identifier: string
  /** Null for a test. */
  readonly warning: string | null
  /** The code of the warning that the event began with; of a test its identifier. */
  readonly event: string
  readonly purpose: ChannelPurpose
  readonly content: OrderContent
  /** The CAP message of a test, which is no warning and in no feed. */
  readonly testXml: string | null
  readonly hazard: string
  readonly level: Level
  readonly urgency: Urgency
  /** Ids of the published areas that it concerns: whoever subscribed to one of them gets it. */
  readonly areas: readonly string[]
  readonly channels: readonly number[]
  /** Orders whose recipients get this one as well. */
  readonly repeats: readonly number[]
  readonly subscriptionsBefore: number
  /** Residents whom it concerned at that moment, quiet hours left aside; null when they were not known from memory. */
  readonly reached: Reached | null
  readonly digest: string
  readonly at: Date
  readonly expires: Date
}

export interface StoredOrder extends NewOrder {
  readonly number: number
  /** The last subscription that is in the ledger. */
  readonly after: number
  readonly listedAt: Date | null
  readonly doneAt: Date | null
  /** When something took its place, ended it, or took it back: what has not gone out then stays. */
  readonly endedAt: Date | null
  /** When page and feed showed it. */
  readonly shownAt: Date | null
}

/** Whether recipients are sought by area and level; a lifting and a retraction go to whoever got the warning, and nobody else. */
export function seeksRecipients({ purpose }: Pick<NewOrder, "purpose">): boolean {
  return purpose === "warning" || purpose === "update"
}

/** Whether a message may still go out at `now`. */
export function isOpen({ endedAt, expires }: Pick<StoredOrder, "endedAt" | "expires">, now: Date): boolean {
  return endedAt === null && expires > now
}

import type { Language } from "@holdfast/words"
import { type StoredOrder } from "../domain/order.ts"
import { rankOf } from "../domain/rank.ts"
import type { ChannelMessage } from "../plug-in.ts"

/** An order that is going out, with what all its deliveries share. */
export interface LiveOrder {
  readonly order: StoredOrder
  readonly rank: number
  readonly isTest: boolean
  /** Grows with each batch of recipients that entered the ledger. */
  readonly batches: number
  readonly xml: string
}

export function liveOrder(order: StoredOrder, xml: string): LiveOrder {
  return { order, rank: rankOf(order), isTest: order.purpose === "test", batches: 0, xml }
}

/** What a plug-in gets. */
export function messageOf({ order, xml }: LiveOrder, language: Language): ChannelMessage {
  const { purpose, identifier, event, hazard, level, urgency, expires, content } = order
  const { status, code, page, texts } = content
  return { purpose, status, identifier, event, code, hazard, level, urgency, language, ...texts[language], page, expires, xml }
}

import type { Bilingual, ChannelFigures, SendOrder } from "@holdfast/contracts"
import { type Language, languages, wordsIn } from "@holdfast/words"
import type { ChannelsContext } from "./context.ts"
import type { StoredOrder } from "./domain/order.ts"
import { listHand } from "./store/delivery-store.ts"
import { type Counts, countOrder } from "./store/figures-store.ts"
import { findFigures, listOrdersOf } from "./store/order-store.ts"

const ORDERS_MAX = 20
/** Counting reads all of an order, and everybody on duty looks at once. */
const FRESH_MS = 1_000

/** How the messages of a warning go out, newest first. Counts are at most a second old. */
export class DeliveryFigures {
  readonly #context: ChannelsContext
  readonly #counts = new Map<number, { readonly atMs: number; readonly counts: Promise<Counts[]> }>()

  constructor(context: ChannelsContext) {
    this.#context = context
  }

  /** @param warnings the warning, and the liftings that belong to it */
  async show(warnings: readonly string[]): Promise<SendOrder[]> {
    const orders = await listOrdersOf(this.#context.world.db.query, warnings, ORDERS_MAX)
    return Promise.all(orders.map((order) => this.#show(order)))
  }

  /** Somebody changed something of it, and wants to see that. */
  stale(order: number): void {
    this.#counts.delete(order)
  }

  async #show(order: StoredOrder): Promise<SendOrder> {
    const { world, book } = this.#context
    const hands = order.channels.filter((id) => book.find(id)?.row.kind === "hand")
    const [counts, hand] = await Promise.all([this.#count(order), listHand(world.db.query, order.number, hands)])
    return {
      ...{ number: order.number, identifier: order.identifier, purpose: order.purpose },
      ...{ at: order.at.toISOString(), expires: order.expires.toISOString() },
      listed: order.listedAt !== null || order.endedAt !== null,
      doneAt: order.doneAt?.toISOString() ?? null,
      channels: [...shownToAll(order), ...order.channels.map((id) => this.#figuresOf(id, counts))],
      hand: hand.map(({ channel, recipient, toldAt, note }) => ({
        ...{ channel, recipient, toldAt: toldAt?.toISOString() ?? null, note },
        area: order.content.areas[recipient - 1]?.id ?? "",
        name: order.content.areas[recipient - 1]?.name ?? { "zh-CN": "", en: "" },
      })),
    }
  }

  #figuresOf(id: number, counts: readonly Counts[]): ChannelFigures {
    const channel = this.#context.book.find(id)!
    const { channel: _channel, reasons, ...found } = counts.find((count) => count.channel === id) ?? nobody(id)
    return { ...found, channel: id, kind: channel.row.kind, name: channel.row.name, reasons: [...reasons] }
  }

  #count({ number }: StoredOrder): Promise<Counts[]> {
    const atMs = performance.now()
    const known = this.#counts.get(number)
    if (known && atMs - known.atMs < FRESH_MS) return known.counts
    const { query } = this.#context.world.db
    const counts = findFigures(query, number).then((kept) => kept ?? countOrder(query, number))
    for (const [other, { atMs: then }] of this.#counts) if (atMs - then >= FRESH_MS) this.#counts.delete(other)
    this.#counts.set(number, { atMs, counts })
    return counts
  }
}

function nobody(channel: number): Counts {
  const none = { waiting: 0, sent: 0, accepted: 0, delivered: 0, failed: 0, stopped: 0, p50Ms: null, p99Ms: null }
  return { channel, ...none, keepsOnce: false, reasons: [] }
}

/** Page and feed are in force for everybody with the transaction that sends. */
function shownToAll({ at, shownAt }: StoredOrder): ChannelFigures[] {
  const tookMs = shownAt ? Math.max(0, shownAt.getTime() - at.getTime()) : null
  const count = shownAt ? 1 : 0
  return (["public-page", "feed"] as const).map((kind) => ({
    ...{ channel: null, kind, name: bilingual(`channels:kind.${kind}`) },
    ...{ waiting: 1 - count, sent: count, accepted: count, delivered: count, failed: 0, stopped: 0 },
    ...{ p50Ms: tookMs, p99Ms: tookMs, keepsOnce: true, reasons: [] },
  }))
}

function bilingual(key: string): Bilingual {
  return Object.fromEntries(languages.map((language: Language) => [language, wordsIn(language)(key)])) as Bilingual
}

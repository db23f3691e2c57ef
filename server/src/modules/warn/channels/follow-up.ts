import type { Actor } from "../../../platform/log/index.ts"
import type { ChannelsContext } from "./context.ts"
import { isOpen, type StoredOrder } from "./domain/order.ts"
import { channelErrors } from "./errors.ts"
import { retryFailed, tickDelivery } from "./store/delivery-store.ts"
import { findOrder, keepDone } from "./store/order-store.ts"

/** Tries again what failed by one channel. Gives how many. Throws `CHANNELS_OVER` when the message has ended. */
export async function resendFailed(
  context: ChannelsContext,
  actor: Actor,
  { order: number, channel }: { readonly order: number; readonly channel: number },
): Promise<number> {
  const { world, dispatcher } = context
  const order = await openOrder(context, number)
  const count = await world.transact(async (tx) => {
    const tried = await retryFailed(tx.db, { order: number, channel, now: tx.now })
    if (tried > 0) await keepDone(tx.db, number, null)
    tx.record({
      ...{ module: "warn", verb: "resend", record: order.warning!, actor, retention: "staff-action" },
      body: { identifier: order.identifier, channel, count: tried },
    })
    return tried
  })
  dispatcher.wake()
  return count
}

/** A person says that an area was told, when, and how. Throws `CHANNELS_NOT_BY_HAND`, `CHANNELS_TOLD_LATER`. */
export async function tickHand(
  context: ChannelsContext,
  actor: Actor,
  told: {
    readonly order: number
    readonly channel: number
    readonly recipient: number
    readonly at: Date
    readonly note: string
  },
): Promise<void> {
  const { world, book, dispatcher } = context
  const order = await findOrder(world.db.query, told.order)
  if (!order?.warning) throw channelErrors.ORDER_NOT_FOUND({ order: told.order })
  const { warning } = order
  if (book.find(told.channel)?.row.kind !== "hand") throw channelErrors.NOT_BY_HAND({ channel: told.channel })
  await world.transact(async (tx) => {
    if (told.at > tx.now) throw channelErrors.TOLD_LATER({ at: told.at.toISOString(), now: tx.now.toISOString() })
    if (!(await tickDelivery(tx.db, told))) throw channelErrors.NOT_BY_HAND({ channel: told.channel })
    tx.record({
      ...{ module: "warn", verb: "tell-by-hand", record: warning, actor, retention: "staff-action" },
      body: {
        ...{ identifier: order.identifier, channel: told.channel, at: told.at.toISOString() },
        area: order.content.areas[told.recipient - 1]?.id ?? "",
      },
    })
  })
  dispatcher.wake()
}

/** The order of a warning by its number, while it may go out. */
async function openOrder({ world }: ChannelsContext, number: number): Promise<StoredOrder> {
  const order = await findOrder(world.db.query, number)
  if (!order?.warning) throw channelErrors.ORDER_NOT_FOUND({ order: number })
  if (!isOpen(order, world.clock.now())) throw channelErrors.OVER({ code: order.content.code })
  return order
}

import { newId } from "@holdfast/kernel"
import { isOpen, type StoredOrder } from "../domain/order.ts"
import { keepTest } from "../store/channel-store.ts"
import { listUnsettled, retryInterrupted, stopWaiting } from "../store/delivery-store.ts"
import { countOrder } from "../store/figures-store.ts"
import { keepDone, keepShown, listUndone, readXml } from "../store/order-store.ts"
import type { Health } from "./health.ts"
import { type Listing, type ListingContext, listNext, unlisted } from "./list-recipients.ts"
import { type LiveOrder, liveOrder } from "./live-order.ts"
import { Pump, type PumpContext } from "./pump.ts"

/** What is to be tried again, and what runs out, is looked for so often while anything is going out. */
const ROUND_MS = 1_000
const STOP_BATCH = 10_000

export interface DispatcherContext extends ListingContext, Omit<PumpContext, "settled"> {
  /** Renders feed and page, so that the first of many readers does not wait for it. */
  readonly show: () => Promise<void>
}

/**
 * Takes orders to their recipients. Everything that it needs to know stands in the ledger: a process that ends at any moment is
 * followed by one that goes on from there. Woken by who writes an order, and every second while something is going out.
 */
export class Dispatcher {
  readonly #context: DispatcherContext
  #pumps: ReadonlyMap<number, Pump> = new Map()
  #live: LiveOrder[] = []
  #listings = new Map<number, Listing>()
  #rounds: Promise<void> | undefined
  #showing: Promise<void> | undefined
  #isWoken = false
  #isStopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(context: DispatcherContext) {
    this.#context = context
  }

  /** Takes up what was left. */
  async start(): Promise<void> {
    const { world } = this.#context
    await this.reload()
    const undone = await listUndone(world.db.query)
    await retryInterrupted(
      world.db.query,
      undone.map(({ number }) => number),
      world.clock.now(),
    )
    this.wake()
  }

  /** Opens changed channels anew. */
  async reload(): Promise<void> {
    const { book } = this.#context
    const replaced = await book.reload()
    const pumps = new Map<number, Pump>()
    for (const channel of book.all) {
      const pump = this.#pumps.get(channel.row.id)
      if (pump && pump.channel.plugIn === channel.plugIn) {
        pump.configured(channel)
        pumps.set(channel.row.id, pump)
      } else if (channel.plugIn)
        pumps.set(channel.row.id, new Pump({ ...this.#context, settled: () => this.wake() }, channel, channel.plugIn))
    }
    const ending = [...this.#pumps].filter(([id, pump]) => pumps.get(id) !== pump).map(([, pump]) => pump)
    this.#pumps = pumps
    for (const pump of ending) await this.#end(pump)
    for (const { plugIn } of replaced) await plugIn?.close()
    this.wake()
  }

  /** Something was written. Never throws. */
  wake(): void {
    this.#isWoken = true
    if (this.#isStopped || this.#rounds) return
    this.#rounds = this.#go()
      .catch(this.#context.onError)
      .finally(() => {
        this.#rounds = undefined
        if (this.#isWoken) this.wake()
      })
  }

  /** Resolves when nothing is to be done at this moment: for who waits to see what became of it. */
  async settled(): Promise<void> {
    for (;;) {
      await this.#rounds
      await this.#showing
      const isIdle = [...this.#pumps.values()].every(({ isIdle: idle }) => idle)
      if (isIdle && !this.#rounds && !this.#showing && !this.#isWoken) return
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  healthOf(channel: number): Health | undefined {
    return this.#pumps.get(channel)?.health.health
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#rounds
    await this.#showing
    await Promise.all([...this.#pumps.values()].map((pump) => pump.stop()))
    for (const { plugIn } of this.#context.book.all) await plugIn?.close()
  }

  /** What a plug-in that goes had in its hands is tried again by the one that comes. */
  async #end(pump: Pump): Promise<void> {
    const { world } = this.#context
    await pump.stop()
    const orders = this.#live.map(({ order }) => order.number)
    await retryInterrupted(world.db.query, orders, world.clock.now(), pump.channel.row.id)
  }

  async #go(): Promise<void> {
    clearTimeout(this.#timer)
    let isWhole = false
    try {
      while (this.#isWoken && !this.#isStopped) {
        this.#isWoken = false
        await this.#round()
      }
      isWhole = true
    } finally {
      // Also after a failure: what was to go out is looked for again.
      if ((!isWhole || this.#live.length > 0) && !this.#isStopped) this.#timer = setTimeout(() => this.wake(), ROUND_MS).unref()
    }
  }

  async #round(): Promise<void> {
    await this.#refresh()
    while (!this.#isStopped && (await this.#listOne())) {
      this.#pump()
      // A higher message may have come meanwhile.
      if (this.#isWoken) {
        this.#isWoken = false
        await this.#refresh()
      }
    }
    await this.#closeDone()
  }

  async #refresh(): Promise<void> {
    const { world } = this.#context
    const undone = await listUndone(world.db.query)
    const live: LiveOrder[] = []
    for (const order of undone) {
      const known = this.#live.find((one) => one.order.number === order.number)
      live.push(known ? { ...known, order } : liveOrder(order, await readXml(world.db.query, order)))
    }
    this.#live = live.toSorted((a, b) => a.rank - b.rank || a.order.number - b.order.number)
    this.#pump()
    this.#show(live.flatMap(({ order }) => (isUnshown(order) ? [order.number] : [])))
    // Who gets the end of a message is listed when it is known who got the message.
    await this.#claimed()
  }

  /** Beside the sending, which never waits for it. What fails is shown in the next round. */
  #show(orders: readonly number[]): void {
    if (orders.length === 0 || this.#showing || this.#isStopped) return
    const { world, show, onError } = this.#context
    const showing = async () => {
      await show()
      for (const number of orders) await keepShown(world.db.query, number, world.clock.now())
      this.#isWoken = true
    }
    this.#showing = showing()
      .catch(onError)
      .finally(() => {
        this.#showing = undefined
        if (this.#isWoken) this.wake()
      })
  }

  #pump(): void {
    for (const pump of this.#pumps.values()) pump.go(this.#live)
  }

  async #claimed(): Promise<void> {
    await Promise.all([...this.#pumps.values()].map((pump) => pump.claimed()))
  }

  /** Lists one batch of the highest order that is not listed. Gives whether there was any. */
  async #listOne(): Promise<boolean> {
    const now = this.#context.world.clock.now()
    const next = this.#live.find(({ order }) => order.listedAt === null && isOpen(order, now))
    if (!next) return false
    const { number } = next.order
    const listed = await listNext(this.#context, next.order, this.#listings.get(number) ?? unlisted)
    if (listed) this.#listings.set(number, listed.listing)
    else this.#listings.delete(number)
    const order: StoredOrder = listed ? listed.order : { ...next.order, listedAt: now }
    this.#live = this.#live.map((one) => (one === next ? { ...one, order, batches: one.batches + 1 } : one))
    return true
  }

  async #closeDone(): Promise<void> {
    const { world } = this.#context
    const now = world.clock.now()
    await this.#claimed()
    for (const { order } of this.#live) {
      const goesOn = isOpen(order, now)
      if (!goesOn) while ((await stopWaiting(world.db.query, order.number, STOP_BATCH)) === STOP_BATCH);
      if (goesOn && (order.listedAt === null || isUnshown(order))) continue
      // Counting reads all of the order: not while anything of it is in somebody's hands.
      if (goesOn && order.channels.some((id) => this.#pumps.get(id)?.isIdle === false)) continue
      const unsettled = await listUnsettled(world.db.query, order.number)
      if (unsettled.length === 0) await this.#close(order)
      for (const { channel, isWaiting } of unsettled) if (isWaiting) this.#pumps.get(channel)?.lookAgain(order.number)
    }
  }

  async #close(order: StoredOrder): Promise<void> {
    const { world } = this.#context
    const counts = await countOrder(world.db.query, order.number)
    const now = world.clock.now()
    await world.transact(async (tx) => {
      await keepDone(tx.db, order.number, now)
      if (order.purpose === "test")
        for (const channel of order.channels) {
          const count = counts.find((one) => one.channel === channel)
          const failed = !count || count.failed + count.stopped > 0
          await keepTest(tx.db, channel, { at: now, failure: failed ? (count?.reasons[0]?.reason ?? "nobody") : null })
        }
      tx.record({
        module: "warn",
        verb: order.purpose === "test" ? "test-channels" : "deliver",
        record: order.warning ?? newId(),
        actor: { role: "system" },
        retention: "permanent",
        body: {
          identifier: order.identifier,
          channels: counts.map(({ channel, sent, accepted, failed, stopped }) => ({ channel, sent, accepted, failed, stopped })),
        },
      })
    })
    this.#live = this.#live.filter((one) => one.order.number !== order.number)
  }
}

function isUnshown({ shownAt, purpose }: StoredOrder): boolean {
  return shownAt === null && purpose !== "test"
}

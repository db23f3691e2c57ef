import { performance } from "node:perf_hooks"
import type { World } from "../../../../platform/world/index.ts"
import { backoffMs } from "../domain/backoff.ts"
import { isOpen } from "../domain/order.ts"
import { failedConnection } from "../failure.ts"
import type { ChannelPlugIn, Outcome } from "../plug-in.ts"
import type { RecipientSources } from "../recipient-sources.ts"
import { type Claimed, claimDue, claimWaiting, release, type Settled, settle, settleReceipt } from "../store/delivery-store.ts"
import type { OpenChannel } from "./channel-book.ts"
import { HealthKeeper } from "./health.ts"
import { type LiveOrder, messageOf } from "./live-order.ts"

/** A receiver that has not answered by then is asked again; the plug-ins have shorter limits of their own. */
const ATTEMPT_MAX_MS = 30_000
const SETTLE_AFTER_MS = 20
const SETTLE_BATCH = 500
/** More receipts than this at once are those of a gateway that says everything twice. */
const RECEIPTS_MAX = 10_000
const RECEIPT_TRIES_MAX = 5
const RECEIPT_AGAIN_MS = 300
const SETTLE_AGAIN_MS = 1_000

export interface PumpContext {
  readonly world: World
  readonly sources: RecipientSources
  /** Between 0 and 1. */
  readonly draw: () => number
  /** The last that it had in its hands is settled: an order may be done. */
  readonly settled: () => void
  readonly onError: (error: unknown) => void
}

interface Ready extends Claimed {
  readonly live: LiveOrder
  readonly address: string
  readonly subscription: string | undefined
}

/**
 * Hands the deliveries of one channel to its plug-in: what is claimed is in the ledger before it leaves, at most so many at a time as
 * the plug-in takes and so many a second as its engineer allows, the highest message first. A test has one place of its own, and
 * takes it only while nothing real waits. While the receiver is down it is asked by one delivery at a time.
 */
export class Pump {
  readonly health: HealthKeeper
  readonly #context: PumpContext
  #channel: OpenChannel
  readonly #plugIn: ChannelPlugIn
  readonly #ending = new AbortController()
  #orders: readonly LiveOrder[] = []
  #queue: Ready[] = []
  /** Who is being told about which event: an end does not overtake what it ends. */
  readonly #inHand = new Set<string>()
  /** Claimed of an order that ended before they left. */
  #dropped: Ready[] = []
  #releasing: Promise<void> | undefined
  #active = 0
  #activeTests = 0
  #claiming: Promise<void> | undefined
  #isAsked = false
  #settled: Settled[] = []
  #settling: Promise<void> = Promise.resolve()
  #settleTimer: NodeJS.Timeout | undefined
  #rateTimer: NodeJS.Timeout | undefined
  /** On their way into the ledger. */
  #writing = 0
  #receipts = 0
  /** Whether anything was settled since that was last told. */
  #isNews = false
  #tokens = 1
  #tokensAt = performance.now()
  /** How far each order is claimed, and how many batches were in the ledger when nothing was left. */
  readonly #claimed = new Map<number, { after: number; drainedAt: number }>()

  constructor(context: PumpContext, channel: OpenChannel, plugIn: ChannelPlugIn) {
    this.#context = context
    this.#channel = channel
    this.#plugIn = plugIn
    this.health = new HealthKeeper(() => context.world.clock.now())
    plugIn.onReceipt?.((name, outcome) => this.#receipt(name, outcome))
  }

  get channel(): OpenChannel {
    return this.#channel
  }

  /** Another name, rate, or language: the plug-in stays. */
  configured(channel: OpenChannel): void {
    this.#channel = channel
  }

  /** Whether it has nothing in its hands. */
  get isIdle(): boolean {
    return (
      this.#active + this.#activeTests + this.#queue.length + this.#dropped.length === 0 &&
      this.#settled.length + this.#writing + this.#receipts === 0 &&
      !this.#claiming
    )
  }

  /** Resolves when it knows what there is for it, and the ledger what of it does not leave any more. */
  async claimed(): Promise<void> {
    await this.#claiming
    await this.#releasing
  }

  /** What is going out, highest first. Looks for what is due, too. */
  go(orders: readonly LiveOrder[]): void {
    this.#orders = orders.filter(({ order }) => order.channels.includes(this.#channel.row.id))
    const going = new Set(this.#orders.map(({ order }) => order.number))
    for (const number of this.#claimed.keys()) if (!going.has(number)) this.#claimed.delete(number)
    this.#drop()
    this.#isAsked = true
    this.#fill()
  }

  /** Something of an order waits although its end was reached: it is looked through again. */
  lookAgain(order: number): void {
    this.#claimed.delete(order)
  }

  /** Ends what is in flight. It is tried again by whoever comes next. */
  async stop(): Promise<void> {
    this.#ending.abort(new Error("stopped"))
    clearTimeout(this.#rateTimer)
    await this.claimed()
    clearTimeout(this.#settleTimer)
    // What was aborted stays as sent: whether it arrived, nobody knows.
    await this.#settling
    await this.#settleNow()
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted
  }

  #fill(): void {
    if (this.#isEnding) return
    while (this.#queue.length > 0) {
      const at = this.#queue.findIndex((one) => one.live.isTest || !this.#inHand.has(handOf(one)))
      const next = this.#queue[at]
      if (!next || (next.live.isTest ? at > 0 || this.#activeTests > 0 : this.#active >= this.#slots())) break
      const waitMs = this.#waitForRate()
      if (waitMs > 0) {
        this.#rateTimer ??= setTimeout(() => {
          this.#rateTimer = undefined
          this.#fill()
        }, waitMs).unref()
        break
      }
      this.#queue.splice(at, 1)
      void this.#attempt(next)
    }
    if (this.#isAsked && !this.#claiming && this.#queue.length < this.#slots()) {
      this.#claiming = this.#claim()
        .catch(this.#context.onError)
        .finally(() => {
          this.#claiming = undefined
          this.#fill()
          this.#tell()
        })
    }
  }

  #slots(): number {
    return this.health.isDown ? 1 : this.#plugIn.inFlight
  }

  /** How long until the next may leave; 0 takes its place. */
  #waitForRate(): number {
    const { ratePerS } = this.#channel.row
    if (ratePerS === null) return 0
    const now = performance.now()
    this.#tokens = Math.min(Math.max(1, ratePerS / 10), this.#tokens + ((now - this.#tokensAt) * ratePerS) / 1_000)
    this.#tokensAt = now
    if (this.#tokens < 1) return Math.max(1, ((1 - this.#tokens) * 1_000) / ratePerS)
    this.#tokens -= 1
    return 0
  }

  async #claim(): Promise<void> {
    const now = this.#context.world.clock.now()
    let room = this.#slots()
    let real = this.#active > 0 || this.#queue.some(({ live }) => !live.isTest)
    this.#isAsked = false
    for (const live of this.#orders) {
      if (room <= 0) {
        this.#isAsked = true
        break
      }
      if (live.isTest && (real || this.#activeTests > 0)) continue
      const found = await this.#claimOf(live, { now, limit: live.isTest ? 1 : room })
      if (found.length > 0) {
        this.#isAsked = true
        if (!live.isTest) real = true
      }
      room -= found.length
      // What ended meanwhile has left the queue: it is read after the addresses are open.
      const ready = await this.#open(live, found)
      this.#queue.push(...ready)
    }
    this.#queue.sort((a, b) => a.live.rank - b.live.rank)
    this.#drop()
    this.health.waits(this.#isAsked || this.#queue.length + this.#active > 0)
  }

  /** What of an order that ended has not left is given back, so that its end goes to nobody who did not get it. */
  #drop(): void {
    const now = this.#context.world.clock.now()
    const open = new Set(this.#orders.flatMap(({ order }) => (isOpen(order, now) ? [order.number] : [])))
    this.#dropped.push(...this.#queue.filter(({ order }) => !open.has(order)))
    this.#queue = this.#queue.filter(({ order }) => open.has(order))
    if (this.#dropped.length > 0) this.#releasing ??= this.#release(now)
  }

  /** What cannot be written now is written in the next round. */
  async #release(now: Date): Promise<void> {
    const batch = [...this.#dropped]
    try {
      await release(this.#context.world.db.query, batch, now)
      this.#dropped = this.#dropped.slice(batch.length)
      this.#isNews = true
    } catch (error) {
      this.#context.onError(error)
    }
    this.#releasing = undefined
    this.#tell()
  }

  async #claimOf(live: LiveOrder, { now, limit }: { now: Date; limit: number }): Promise<Claimed[]> {
    const { order, batches } = live
    if (!isOpen(order, now)) return []
    const from = { order: order.number, channel: this.#channel.row.id, limit, now, keepsOnce: this.#plugIn.keepsOnce }
    const at = this.#claimed.get(order.number) ?? { after: 0, drainedAt: -1 }
    return this.#context.world.db.transaction(async (tx) => {
      const due = await claimDue(tx, from)
      if (due.length === limit || at.drainedAt === batches) return due
      const waiting = await claimWaiting(tx, { ...from, limit: limit - due.length, after: at.after })
      const isDrained = waiting.length < limit - due.length
      this.#claimed.set(order.number, {
        after: waiting.at(-1)?.recipient ?? at.after,
        drainedAt: isDrained ? batches : -1,
      })
      return [...due, ...waiting]
    })
  }

  /** Addresses are opened here, in memory, and nowhere else. */
  async #open(live: LiveOrder, claimed: readonly Claimed[]): Promise<Ready[]> {
    if (claimed.length === 0) return []
    const ready: Ready[] = []
    const addresses = await this.#addressesOf(live, claimed)
    for (const one of claimed) {
      const found = addresses.get(one.recipient)
      if (found) ready.push({ ...one, live, address: found.address, subscription: found.page })
      // Ended since: the resident unsubscribed.
      else this.#settle({ ...one, result: { result: "refused", reason: "address" }, live })
    }
    return ready
  }

  async #addressesOf(
    { isTest, order }: LiveOrder,
    claimed: readonly Claimed[],
  ): Promise<ReadonlyMap<number, { readonly address: string; readonly page?: string }>> {
    const { residents } = this.#context.sources
    const kind = this.#channel.kind?.recipients
    const own = (addressOf: (recipient: number) => string | undefined) =>
      new Map(
        claimed.flatMap(({ recipient }) => {
          const address = addressOf(recipient)
          return address === undefined ? [] : [[recipient, { address }] as const]
        }),
      )
    if (kind === "one") return own(() => "")
    if (kind === "areas") return own((recipient) => (isTest ? "test" : order.content.areas[recipient - 1]?.id))
    if (isTest) return own((recipient) => this.#channel.testAddresses[recipient - 1])
    const numbers = claimed.map(({ recipient }) => recipient)
    return (await residents?.openAddresses(numbers)) ?? new Map()
  }

  async #attempt(ready: Ready): Promise<void> {
    const { live, address, subscription, ...claimed } = ready
    const { order, isTest } = live
    const hand = handOf(ready)
    if (isTest) this.#activeTests += 1
    else this.#active += 1
    this.#inHand.add(hand)
    const started = performance.now()
    const key = `${order.identifier}.${claimed.channel}.${claimed.recipient}`
    const message = messageOf(live, claimed.language ?? this.#channel.row.language)
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(ATTEMPT_MAX_MS)])
    const result = await this.#plugIn
      .send({ key, address, subscription, message, attempt: claimed.attempt }, signal)
      .catch((error: unknown): Outcome => failedConnection(error))
    const tookMs = performance.now() - started
    if (isTest) this.#activeTests -= 1
    else this.#active -= 1
    this.#inHand.delete(hand)
    if (this.#isEnding && result.result === "retry") return
    if (result.result === "retry") this.health.failed(result.reason, tookMs)
    else this.health.succeeded(tookMs)
    this.#settle({ ...claimed, result, live })
    this.#fill()
  }

  #settle({ live, result, ...claimed }: Claimed & { readonly live: LiveOrder; readonly result: Outcome }): void {
    const { order } = live
    const at = this.#context.world.clock.now()
    const base = { order: claimed.order, channel: claimed.channel, recipient: claimed.recipient, at }
    const none = { dueAt: null, reason: null, receipt: null }
    if (result.result === "accepted") {
      this.#settled.push({ ...base, ...none, state: "accepted", receipt: result.receipt ?? null })
    } else if (result.result === "delivered") {
      this.#settled.push({ ...base, ...none, state: "delivered" })
    } else if (result.result === "refused") {
      this.#settled.push({ ...base, ...none, state: "failed", reason: result.reason })
      if (result.gone && !live.isTest && this.#channel.kind?.recipients === "residents")
        void this.#context.sources.residents?.forgetGone(claimed.recipient).catch(this.#context.onError)
    } else {
      const dueAt = new Date(at.getTime() + backoffMs(claimed.attempt, this.#context.draw(), result.afterMs))
      const isLate = dueAt >= order.expires
      this.#settled.push({
        ...{ ...base, ...none, reason: result.reason },
        ...(isLate ? { state: "failed" as const } : { state: "retry" as const, dueAt }),
      })
    }
    this.#settleSoon()
  }

  #settleSoon(): void {
    if (this.#settled.length >= SETTLE_BATCH) {
      clearTimeout(this.#settleTimer)
      this.#settleTimer = undefined
      this.#settling = this.#settling.then(() => this.#settleNow())
      return
    }
    this.#settleTimer ??= setTimeout(() => {
      this.#settleTimer = undefined
      this.#settling = this.#settling.then(() => this.#settleNow())
    }, SETTLE_AFTER_MS)
  }

  /** What cannot be written now is written the next time: the ledger still says that it was sent. */
  async #settleNow(): Promise<void> {
    const { world, onError } = this.#context
    const batch = this.#settled
    this.#settled = []
    this.#writing += batch.length
    try {
      await settle(world.db.query, batch)
    } catch (error) {
      onError(error)
      this.#settled = [...batch, ...this.#settled]
    }
    this.#writing -= batch.length
    if (this.#settled.length > 0 && !this.#isEnding)
      this.#settleTimer ??= setTimeout(() => {
        this.#settleTimer = undefined
        this.#settling = this.#settling.then(() => this.#settleNow())
      }, SETTLE_AGAIN_MS)
    this.#isNews ||= batch.length > 0
    this.#tell()
  }

  /** An order may be done: told once, when nothing is in hand any more. */
  #tell(): void {
    if (!this.#isNews || !this.isIdle || this.#isEnding) return
    this.#isNews = false
    this.#context.settled()
  }

  /** Resolves after the commit. A receipt may overtake the answer to its own attempt, so it is looked for again. */
  async #receipt(name: string, outcome: "delivered" | "refused"): Promise<void> {
    if (this.#receipts >= RECEIPTS_MAX) return
    this.#receipts += 1
    const { world, onError } = this.#context
    try {
      for (let tries = 0; tries < RECEIPT_TRIES_MAX && !this.#isEnding; tries += 1) {
        await (this.#settling = this.#settling.then(() => this.#settleNow()))
        const at = world.clock.now()
        if (await settleReceipt(world.db.query, { channel: this.#channel.row.id, name, outcome, at })) return
        await new Promise((resolve) => setTimeout(resolve, RECEIPT_AGAIN_MS).unref())
      }
    } catch (error) {
      onError(error)
    } finally {
      this.#receipts -= 1
      this.#isNews = true
      this.#tell()
    }
  }
}

function handOf({ live, recipient }: Pick<Ready, "live" | "recipient">): string {
  return `${live.order.event} ${recipient}`
}

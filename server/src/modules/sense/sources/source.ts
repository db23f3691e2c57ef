import type { SourceStatus as Shown } from "@holdfast/contracts"
import { bringsOf, type Mapping } from "./domain/mapping.ts"
import { failureOf, type SourceFailure } from "./source-failed.ts"

/** What came from a source, as it came. */
export interface SourceMessage {
  /** Of MQTT; empty elsewhere. */
  readonly topic: string
  readonly bytes: Buffer
  /** When its sender says that it was made; undefined when they do not. */
  readonly modifiedAt?: Date | undefined
}

export interface Taken {
  readonly stored: number
  readonly doubles: number
  /** The reason of each part that was refused. */
  readonly refused: readonly string[]
  /** The time of the newest of what it says; undefined when it says nothing. */
  readonly newestAt?: Date | undefined
}

/** What is done with a message. Resolves after the commit; throws only what a retry may mend. */
export type Taker = (message: SourceMessage, ask: Ask) => Promise<Taken>
/** Asks a further address that a message names, for as long as the source runs. */
export type Ask = (url: string, signal: AbortSignal) => Promise<Buffer>

/** What is told of a source: when it was last heard, what it brought, and what went wrong. */
export interface SourceStatus
  extends Omit<Shown, "lastHeardAt" | "lastSuccessAt" | "refused" | "refusals" | "setAside" | "dropped" | "lastFailure"> {
  readonly lastHeardAt: Date | null
  readonly lastSuccessAt: Date | null
  /** How many parts were refused, by reason. */
  readonly refusals: ReadonlyMap<string, number>
  readonly lastFailure: SourceFailure | null
}

/** One source: takes messages by its mapping and remembers how it goes. */
export class Source {
  readonly mapping: Mapping
  readonly #taker: Taker
  readonly #now: () => Date
  #status: SourceStatus

  constructor(mapping: Mapping, { taker, now }: { readonly taker: Taker; readonly now: () => Date }) {
    this.mapping = mapping
    this.#taker = taker
    this.#now = now
    this.#status = {
      ...{ name: mapping.name, kind: mapping.kind, brings: bringsOf(mapping), state: "starting" },
      ...{ lastHeardAt: null, lastSuccessAt: null, delayS: null, messages: 0, stored: 0, doubles: 0 },
      ...{ refusals: new Map(), failures: 0, lastFailure: null },
    }
  }

  get status(): SourceStatus {
    return this.#status
  }

  /** Resolves after the commit of what the message says; what it says wrongly is counted. Throws when it could not be stored. */
  async take(message: SourceMessage, ask: Ask = askNobody): Promise<Taken> {
    const at = this.#now()
    this.#tell({ lastHeardAt: at })
    const taken = await this.#taker(message, ask)
    const { messages, stored, doubles, delayS } = this.#status
    const refusals = new Map(this.#status.refusals)
    for (const reason of taken.refused) refusals.set(reason, (refusals.get(reason) ?? 0) + 1)
    this.#tell({
      messages: messages + 1,
      stored: stored + taken.stored,
      doubles: doubles + taken.doubles,
      refusals,
      delayS: taken.newestAt ? Math.round((at.getTime() - taken.newestAt.getTime()) / 1_000) : delayS,
      // A message of nothing but mistakes is no success: that is how a service says that it changed.
      ...((taken.stored + taken.doubles > 0 || taken.refused.length === 0) && { lastSuccessAt: this.#now() }),
    })
    return taken
  }

  /** Waits to be sent something, or for its next turn. */
  wait(): void {
    this.#tell({ state: "waiting" })
  }

  /** It is there and answers. */
  connected(): void {
    this.#tell({ state: "connected" })
  }

  /** It answered that there is nothing new. */
  unchanged(): void {
    const now = this.#now()
    this.#tell({ state: "connected", lastHeardAt: now, lastSuccessAt: now })
  }

  fail(error: unknown): void {
    this.#tell({ state: "failing", failures: this.#status.failures + 1, lastFailure: failureOf(error) })
  }

  #tell(change: Partial<SourceStatus>): void {
    this.#status = { ...this.#status, ...change }
  }
}

const askNobody: Ask = () => Promise.reject(new Error("no further address is asked"))

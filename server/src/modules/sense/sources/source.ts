import { mapMessage, type Refusal, type SourceMessage } from "./domain/map-message.ts"
import type { Mapping } from "./domain/mapping.ts"

/** What is told of a source: when it was last heard, what it brought, and what went wrong last. */
export interface SourceStatus {
  readonly name: string
  readonly kind: Mapping["kind"]
  readonly state: "starting" | "connected" | "waiting" | "failing"
  readonly lastHeardAt: Date | null
  readonly stored: number
  readonly refused: number
  /** Why the last part that was refused was. */
  readonly lastRefusal: Refusal | "rejected" | null
  readonly lastError: string | null
}

/** What a source does with its messages. */
export interface Sink {
  readonly now: () => Date
  /** The unit of a datastream; undefined when there is none of this key. */
  readonly unitOf: (datastream: string) => string | undefined
  /** Stores one measurement after another; resolves after the commit with how many were taken. Throws only what a retry may mend. */
  readonly store: (
    batch: readonly { readonly datastream: string; readonly at: Date; readonly result: number | boolean | null }[],
  ) => Promise<{ readonly stored: number; readonly rejected: number }>
}

const ERROR_SHOWN_MAX = 200

/** One source: takes messages by its mapping and remembers how it goes. */
export class Source {
  readonly mapping: Mapping
  readonly #sink: Sink
  #status: SourceStatus

  constructor(mapping: Mapping, sink: Sink) {
    this.mapping = mapping
    this.#sink = sink
    this.#status = {
      ...{ name: mapping.name, kind: mapping.kind, state: "starting" as const },
      ...{ lastHeardAt: null, stored: 0, refused: 0, lastRefusal: null, lastError: null },
    }
  }

  get status(): SourceStatus {
    return this.#status
  }

  /** Resolves after the commit of what the message says; what it says wrongly is counted. Throws when it could not be stored. */
  async take(message: SourceMessage): Promise<{ readonly stored: number; readonly refused: number }> {
    const now = this.#sink.now()
    const { measurements, refused } = mapMessage(this.mapping, message, { unitOf: this.#sink.unitOf, now })
    const kept = measurements.length === 0 ? { stored: 0, rejected: 0 } : await this.#sink.store(measurements)
    const wrong = refused.length + kept.rejected
    const { stored, refused: before, lastRefusal } = this.#status
    this.tell({
      lastHeardAt: now,
      stored: stored + kept.stored,
      refused: before + wrong,
      lastRefusal: kept.rejected > 0 ? "rejected" : (refused.at(-1) ?? lastRefusal),
    })
    return { stored: kept.stored, refused: wrong }
  }

  tell(change: Partial<Omit<SourceStatus, "name" | "kind">>): void {
    this.#status = { ...this.#status, ...change }
  }

  fail(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error)
    this.tell({ state: "failing", lastError: text.slice(0, ERROR_SHOWN_MAX) })
  }
}

import type { DrillClock } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import type { SenseModule } from "../modules/sense/index.ts"
import type { LogHeader } from "../platform/log/index.ts"
import { tailLog, type World } from "../platform/world/index.ts"

export type RealEvent = NonNullable<DrillClock["realEvent"]>

/** One that stands in the log of the city at this position. */
export interface PlacedRealEvent {
  readonly position: number
  readonly event: RealEvent
}

/** What really happens in a city and needs its people: grave signals. Each drill beside the city is told, so that they leave it. */
export class RealEvents {
  readonly #world: World
  readonly #sense: Pick<SenseModule, "getSignal">
  readonly #publicUrl: string

  constructor(world: World, sense: Pick<SenseModule, "getSignal">, publicUrl: string) {
    this.#world = world
    this.#sense = sense
    this.#publicUrl = publicUrl
  }

  /** Where the log of the city is now. */
  get position(): number {
    return this.#world.log.position
  }

  /** Tells of each that comes after a position of the log, until the function that it gives is called. */
  follow(from: number, tell: (placed: PlacedRealEvent) => void): () => void {
    const tail = tailLog(this.#world, {
      from,
      handle: async (header) => {
        const event = await this.#read(header)
        if (event) tell({ position: header.seq, event })
      },
      // The database is away for a moment: the same entry is read again.
      onError: () => {},
    })
    return () => void tail.stop()
  }

  async #read({ module, verb, record, at }: LogHeader): Promise<RealEvent | undefined> {
    if (module !== "sense" || verb !== "raise-signal") return undefined
    const signal = await this.#sense.getSignal(record).catch((error: unknown) => {
      if (error instanceof AppError && error.kind === "not_found") return undefined
      throw error
    })
    if (signal?.level !== "orange" && signal?.level !== "red") return undefined
    const { area, rule } = signal
    const title = { "zh-CN": `${area.name["zh-CN"]}：${rule.name["zh-CN"]}`, en: `${area.name.en}: ${rule.name.en}` }
    return { at: at.toISOString(), title, url: `${this.#publicUrl}/console` }
  }
}

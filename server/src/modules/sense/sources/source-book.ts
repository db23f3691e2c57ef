import type { OutsideContext } from "../outside/index.ts"
import type { Mapping } from "./domain/mapping.ts"
import { joinBroker } from "./join-broker.ts"
import { pollAddress } from "./poll-address.ts"
import { type MappingProblem, type ReadMapping, readMappings, signatureOf } from "./read-mapping.ts"
import { Source, type Taker } from "./source.ts"
import { alertTaker } from "./take-alerts.ts"
import { layerTaker } from "./take-layer.ts"
import { type MeasurementContext, measurementTaker } from "./take-measurements.ts"

/** How often files are looked at. Their times are compared, so that it costs nothing while nothing changes. */
const LOOK_EVERY_MS = 5_000

export interface SourceContext extends MeasurementContext {
  readonly outside: OutsideContext
}

interface Running {
  readonly file: string
  /** Of the mapping and of what it reads, such as its password. */
  readonly signature: string
  readonly source: Source
  readonly stop: () => Promise<void>
}

/**
 * The sources of one city. Empty until it is told to start, which only a live city is: a drill and a demo ask nobody outside. Changed
 * files are read while it runs: what is new starts, what is gone ends, what changed starts anew, and the rest goes on with its figures.
 */
export class SourceBook {
  readonly #context: SourceContext
  #folder: string | undefined
  #looking: NodeJS.Timeout | undefined
  #running: readonly Running[] = []
  #problems: readonly MappingProblem[] = []
  #readAt: Date | null = null
  #signature = ""
  #turn: Promise<void> = Promise.resolve()

  constructor(context: SourceContext) {
    this.#context = context
  }

  /** Reads the mapping files of a folder and opens what they name. A file that is wrong keeps only itself from starting. */
  async start(folder: string): Promise<void> {
    this.#folder = folder
    await this.reload()
    this.#looking = setInterval(() => void this.look(), LOOK_EVERY_MS).unref()
  }

  /** Reads the files when one of them changed. */
  async look(): Promise<void> {
    if (this.#folder !== undefined && signatureOf(this.#folder) !== this.#signature) await this.reload()
  }

  /** Reads the files now. Does nothing where sources were never started. */
  reload(): Promise<void> {
    const done = this.#turn.then(async () => {
      if (this.#folder !== undefined) await this.#read(this.#folder)
    })
    this.#turn = done.catch(() => {})
    return done
  }

  get sources(): readonly Source[] {
    return this.#running.map(({ source }) => source)
  }

  get problems(): readonly MappingProblem[] {
    return this.#problems
  }

  /** When the files were last read; null where nothing was started. */
  get readAt(): Date | null {
    return this.#readAt
  }

  async stop(): Promise<void> {
    clearInterval(this.#looking)
    await this.#turn
    this.#folder = undefined
    const stopping = this.#running
    this.#running = []
    await Promise.all(stopping.map(({ stop }) => stop()))
  }

  async #read(folder: string): Promise<void> {
    this.#signature = signatureOf(folder)
    const { mappings, problems } = readMappings(folder)
    const wrong = new Set(problems.map(({ file }) => file))
    const kept = this.#running.filter(
      ({ file, signature }) =>
        // Somebody is in the middle of mending it: what ran goes on until it can be read.
        wrong.has(file) || mappings.some((found) => found.file === file && found.signature === signature),
    )
    const ending = this.#running.filter((running) => !kept.includes(running))
    this.#running = kept
    this.#problems = problems
    this.#readAt = this.#context.world.clock.now()
    // A broker takes one session of a name: the old one ends first.
    await Promise.all(ending.map(({ stop }) => stop()))
    const names = new Set(kept.map(({ source }) => source.mapping.name))
    const fresh = mappings.filter((found) => !kept.some(({ file }) => file === found.file) && !names.has(found.mapping.name))
    this.#running = [...kept, ...fresh.map((found) => this.#open(found))].toSorted((a, b) => (a.file < b.file ? -1 : 1))
  }

  #open({ mapping, file, signature }: ReadMapping): Running {
    const { world } = this.#context
    const source = new Source(mapping, { taker: this.#takerOf(mapping), now: () => world.clock.now() })
    let stop = async () => {}
    try {
      if (mapping.kind === "mqtt-client") ({ stop } = joinBroker(source, mapping))
      else if (mapping.kind === "http-poll") ({ stop } = pollAddress(source, mapping))
      else source.wait()
    } catch (error) {
      // Such as a password file that cannot be read.
      source.fail(error)
    }
    return { file, signature, source, stop }
  }

  #takerOf(mapping: Mapping): Taker {
    const { world, outside } = this.#context
    if (mapping.alerts) return alertTaker(outside, mapping, mapping.alerts)
    if (mapping.layer) return layerTaker(world, mapping.layer)
    return measurementTaker(this.#context, mapping.take ?? [])
  }
}

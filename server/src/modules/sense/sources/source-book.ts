import { AppError } from "@holdfast/kernel"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { checkObservation, type Observation } from "../domain/observation.ts"
import type { Ingest } from "../ingest.ts"
import { joinBroker } from "./join-broker.ts"
import { pollAddress } from "./poll-address.ts"
import { type MappingProblem, readMappings } from "./read-mapping.ts"
import { type Sink, Source } from "./source.ts"

/** The sources of one city. Empty until it is told to start, which only a live city is: a drill and a demo ask nobody outside. */
export class SourceBook {
  readonly #sink: Sink
  readonly #stops: (() => Promise<void>)[] = []
  #sources: readonly Source[] = []
  #problems: readonly MappingProblem[] = []

  constructor(options: { world: World; catalogue: () => Catalogue; ingest: Pick<Ingest, "add"> }) {
    this.#sink = sinkOf(options)
  }

  /** Reads the mapping files of a folder and opens what they name. A file that is wrong keeps only itself from starting. */
  start(folder: string): void {
    const { mappings, problems } = readMappings(folder)
    this.#problems = problems
    this.#sources = mappings.map((mapping) => new Source(mapping, this.#sink))
    for (const source of this.#sources) {
      try {
        if (source.mapping.kind === "mqtt-client") this.#stops.push(joinBroker(source, source.mapping).stop)
        else if (source.mapping.kind === "http-poll") this.#stops.push(pollAddress(source, source.mapping).stop)
        else source.tell({ state: "waiting" })
      } catch (error) {
        // Such as a password file that cannot be read.
        source.fail(error)
      }
    }
  }

  get sources(): readonly Source[] {
    return this.#sources
  }

  get problems(): readonly MappingProblem[] {
    return this.#problems
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map((stop) => stop()))
  }
}

function sinkOf({ world, catalogue, ingest }: { world: World; catalogue: () => Catalogue; ingest: Pick<Ingest, "add"> }): Sink {
  return {
    now: () => world.clock.now(),
    unitOf: (key) => catalogue().datastreamByKey.get(key)?.property.unit,
    store: async (batch) => {
      const now = world.clock.now()
      const rows = batch.flatMap(({ datastream, at, result }): Observation[] => {
        const series = catalogue().datastreamByKey.get(datastream)
        if (!series) return []
        try {
          return [checkObservation(series, { at, resultAt: null, result }, now)]
        } catch (error) {
          // What the measurement itself is refused for, such as a clock of 1970, would be refused again.
          if (error instanceof AppError) return []
          throw error
        }
      })
      await ingest.add(rows)
      return { stored: rows.length, rejected: batch.length - rows.length }
    },
  }
}

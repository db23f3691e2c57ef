import { canonicalJson, type Json } from "@holdfast/kernel"
import {
  type EntitySet,
  emptyQuery,
  parsePath,
  parseQuery,
  type Query,
  Refused,
  type ResourcePath,
  target,
} from "@holdfast/sensorthings"
import { sql } from "kysely"
import { type Reading, readPage, readPath, resolve } from "../sensorthings/read/index.ts"
import type { StoredObservation } from "../store/observation-store.ts"
import { TOPIC_ROOT } from "./read-message.ts"

/** Entities that changed and wait to be told. Beyond, who hears them is cut: they have missed some, and read anew. */
const WAITING_MAX = 20_000
/** Entities in one question to the database. */
const CHUNK = 500
const TOPIC_MAX = 400

/** An entity that was made or changed; of a measurement also its series. */
export interface Change {
  readonly set: EntitySet
  readonly id: number
  readonly series?: number
}

interface Watch {
  readonly topic: string
  readonly address: string
  readonly path: ResourcePath
  readonly set: EntitySet
  readonly query: Query
  /** Of a property: what was last told, as text. */
  last: string | undefined
}

export interface UpdatesOptions {
  readonly reading: () => Reading
  readonly publish: (topic: string, payload: string) => void
  /** Ends the connections of those who hear a topic. */
  readonly cut: (topic: string) => void
  readonly onError: (error: unknown) => void
}

/**
 * Tells who subscribed what was made or changed (OGC 18-088, 14.2), after its commit, as a GET would answer it in the language of
 * the city. A set, an entity, one property when it changes, a set below an entity; `?$select=` narrows. Topics are exact.
 */
export class Updates {
  readonly #options: UpdatesOptions
  readonly #watches = new Map<string, Watch>()
  /** By `keyOf`, so that a measurement is not held against each topic that is heard. */
  readonly #keyed = new Map<string, Set<Watch>>()
  #waiting = new Map<string, Change>()
  #running: Promise<void> | undefined

  constructor(options: UpdatesOptions) {
    this.#options = options
  }

  /** Whether a topic can be heard. From now on it is told, until it is forgotten. */
  async watch(topic: string): Promise<boolean> {
    if (this.#watches.has(topic)) return true
    const watch = readTopic(topic)
    if (!watch) return false
    try {
      if (watch.path.property) watch.last = await this.#property(watch)
      // What cannot be asked cannot be heard.
      else await readPage(this.#options.reading(), watch.set, () => sql`false`, watch.query)
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
    this.#keep(watch)
    return true
  }

  #keep(watch: Watch): void {
    this.forget(watch.topic)
    this.#watches.set(watch.topic, watch)
    const key = keyOf(watch)
    const keyed = this.#keyed.get(key)
    if (keyed) keyed.add(watch)
    else this.#keyed.set(key, new Set([watch]))
  }

  forget(topic: string): void {
    const watch = this.#watches.get(topic)
    if (!watch) return
    this.#watches.delete(topic)
    const key = keyOf(watch)
    const keyed = this.#keyed.get(key)!
    keyed.delete(watch)
    if (keyed.size === 0) this.#keyed.delete(key)
  }

  /** After the commit of measurements. Costs nothing while nobody hears any. */
  stored(rows: Iterable<Pick<StoredObservation, "id" | "datastream">>): void {
    if (this.#watches.size === 0) return
    for (const { id, datastream } of rows) this.#add({ set: "Observations", id, series: datastream })
    this.#start()
  }

  /** After the commit of anything else. */
  touched(changes: readonly Change[]): void {
    if (this.#watches.size === 0) return
    for (const change of changes) this.#add(change)
    this.#start()
  }

  /** What nobody hears takes no place from what somebody does, and cuts nobody. */
  #add(change: Change): void {
    const hearing = this.#hearing(change)
    if (hearing.length === 0) return
    if (this.#waiting.size < WAITING_MAX) return void this.#waiting.set(`${change.set} ${change.id}`, change)
    for (const { topic, path } of hearing.flatMap((watches) => [...watches])) {
      if (mayBeIn(path, change)) this.#options.cut(topic)
    }
  }

  #hearing(change: Change): (readonly Watch[] | ReadonlySet<Watch>)[] {
    const { set, id, series } = change
    if (set === "Observations" && series === undefined) {
      const may = [...this.#watches.values()].filter((watch) => watch.set === set && mayBeIn(watch.path, change))
      return may.length > 0 ? [may] : []
    }
    const keys = series === undefined ? [set, `${set} ${id}`] : [set, `${set} ${id}`, `${set} of ${series}`]
    return keys.flatMap((key) => this.#keyed.get(key) ?? [])
  }

  #start(): void {
    if (this.#waiting.size > 0) this.#running ??= this.#run()
  }

  /** Waits until everything is told. */
  async stop(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      const changes = [...this.#waiting.values()]
      this.#waiting = new Map()
      for (const [set, of] of Map.groupBy(changes, (change) => change.set)) {
        for (const watch of [...this.#watches.values()]) {
          if (watch.set === set) await this.#tell(watch, of).catch(this.#options.onError)
        }
      }
    }
    this.#running = undefined
  }

  async #tell(watch: Watch, changes: readonly Change[]): Promise<void> {
    const { topic, path, set } = watch
    const ids = changes.filter((change) => mayBeIn(path, change)).map(({ id }) => id)
    if (ids.length === 0) return
    if (path.property) {
      const value = await this.#property(watch)
      if (value !== undefined && value !== watch.last) this.#options.publish(topic, value)
      watch.last = value
      return
    }
    const reading = this.#options.reading()
    const { condition } = resolve(reading, path)
    for (let start = 0; start < ids.length; start += CHUNK) {
      const some = ids.slice(start, start + CHUNK)
      const among = (alias: string) => sql`${condition(alias)} and ${sql.ref(`${alias}.id`)} = any(${some}::int8[])`
      const { value } = await readPage(reading, set, among, { ...watch.query, top: CHUNK })
      for (const entity of value) this.#options.publish(topic, JSON.stringify(entity))
    }
  }

  /** `{"name":…}` as a GET answers it; undefined where there is none. */
  async #property({ address }: Watch): Promise<string | undefined> {
    const answer = await readPath(this.#options.reading(), address, emptyQuery)
    if (answer.kind !== "property" || answer.value === undefined) return undefined
    return canonicalJson({ [answer.name]: answer.value as Json })
  }
}

/** Undefined for what is no topic of SensorThings, such as one with wildcards. */
function readTopic(topic: string): Watch | undefined {
  if (!topic.startsWith(TOPIC_ROOT) || topic.length > TOPIC_MAX || /[+#]/.test(topic)) return undefined
  const [address = "", options = ""] = topic.slice(TOPIC_ROOT.length).split("?", 2)
  try {
    const path = parsePath(address)
    const query = parseQuery(new URLSearchParams(options))
    if (path.suffix || [...query.written.keys()].some((name) => name !== "$select")) return undefined
    if (path.property && options) return undefined
    return { topic, address, path, query, set: target(path).set, last: undefined }
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** Under which of the keys of a change a topic hears it; more than it means, never less. */
function keyOf({ set, path }: Watch): string {
  const [step] = path.steps
  if (!step) return path.id === undefined ? set : `${set} ${path.id}`
  return path.steps.length === 1 && isOfSeries(path) ? `${set} of ${path.id}` : set
}

/** Sorts out early what an address cannot mean, so that one busy series costs the hearers of another nothing. */
function mayBeIn(path: ResourcePath, change: Change): boolean {
  const { id, steps } = path
  const [step] = steps
  if (!step) return id === undefined || id === change.id
  if (steps.length > 1 || !isOfSeries(path)) return true
  return (step.id === undefined || step.id === change.id) && (change.series === undefined || change.series === id)
}

/** Whether it leads to the measurements of a series. */
function isOfSeries({ set, steps }: ResourcePath): boolean {
  return steps[0]?.set === "Observations" && set.endsWith("Datastreams")
}

import type { AreaRef, LonLat } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { brokenValues, emptyQuery, parsePath, parseQuery, Refused, type ResourcePath, target } from "@holdfast/sensorthings"
import { errorWords, type Language } from "@holdfast/words"
import type { Actor } from "../../../../platform/log/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import type { Outcome } from "../../batch.ts"
import { type Device, permitConfigure, permitMeasured, permitRead, permitWrite } from "../../devices/index.ts"
import type { Catalogue } from "../../domain/catalogue.ts"
import { NO_RESULT_TIME, type Observation } from "../../domain/observation.ts"
import { senseErrors } from "../../errors.ts"
import type { Ingest } from "../../ingest.ts"
import { parseDataArrays, parseLines } from "../../sensorthings/data-array.ts"
import { boundSeries, finder, isPlain } from "../../sensorthings/find-series.ts"
import { readFormatted } from "../../sensorthings/formats/index.ts"
import { type FindSeries, parseObservation } from "../../sensorthings/observation-body.ts"
import { type Entity, ReadGate, type Reading, readOne, renderEntity, rendering, resolve } from "../../sensorthings/read/index.ts"
import { refuse, refuseBatch } from "../../sensorthings/refuse.ts"
import { type Operation, type WritingPath, type Written, writeAll } from "../../sensorthings/write/index.ts"
import { findMissingFeatures } from "../../store/feature-store.ts"
import type { Note } from "./idempotency/index.ts"

export interface ServiceOptions {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "add" | "change">
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  /** Called with the catalogue that holds after a change. */
  readonly changed: WritingPath["changed"]
  /** Whether reading needs a device's right or somebody of the staff. */
  readonly isReadingClosed: boolean
}

/** Who asks, and how the answer is to be written. */
export interface Caller {
  readonly actor: Actor | undefined
  readonly device: Device | undefined
  readonly language: Language
  /** The service root without a slash at its end. */
  readonly base: string
}

/** One request, by itself or in a batch: where, after the version and decoded. */
export interface Asked {
  readonly method: string
  readonly address: string
  /** What stands after the question mark, as it was written. */
  readonly search: string
  readonly contentType: string
  readonly body: unknown
  readonly name?: string | undefined
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A text is sent as it is; undefined is no content. */
  readonly body: unknown
}

/** SensorThings without its transport: the same for a request and for each part of a batch. */
export class SensorThingsService {
  readonly #options: ServiceOptions
  readonly #gate: ReadGate

  constructor(options: ServiceOptions) {
    this.#options = options
    this.#gate = new ReadGate(options.world.db)
  }

  /** What `note` writes is kept with what was done. Throws the errors of `senseErrors`, and those of the rights. */
  answer(caller: Caller, asked: Asked, note?: Note): Promise<Answered> {
    return bounded(() => this.#answer(caller, asked, note))
  }

  async #answer(caller: Caller, asked: Asked, note: Note | undefined): Promise<Answered> {
    if (asked.method === "GET") return this.#read(caller, asked)
    if (asked.method === "POST" && asked.address === "CreateObservations") return this.#createObservations(caller, asked, note)
    const path = await understood(asked.address, async () => parsePath(asked.address.replace(/\/\$ref$/, "")))
    if (asked.method === "POST" && isPlainObservation(path, asked.body)) return this.#createObservation(caller, path, asked, note)
    const [answered] = await this.#change(caller, [asked], note)
    return answered!
  }

  /** Does several requests as one change: all or nothing. Only what writes can stand in it. */
  change(caller: Caller, asked: readonly Asked[], note?: Note): Promise<readonly Answered[]> {
    return bounded(() => this.#change(caller, asked, note))
  }

  async #change(caller: Caller, asked: readonly Asked[], note: Note | undefined): Promise<readonly Answered[]> {
    const { world, ingest, areaOf, changed } = this.#options
    for (const one of asked) this.#permit(caller, one)
    const reading = this.#reading(caller)
    const actor: Actor = caller.actor ?? DEVICE
    const writing: WritingPath = { world, ingest, areaOf, actor, reading, changed }
    const operations = asked.map(operationOf)
    const noted: Answered[] = []
    const keep: Parameters<typeof writeAll>[2] =
      note &&
      (async (db, done) => {
        // A transaction has one connection, so one after another.
        for (const [i, one] of done.entries()) noted.push(await this.#written({ ...reading, db }, one, operations[i]!))
        return note(noted)
      })
    const written = await understood(asked[0]?.address ?? "", () => writeAll(writing, operations, keep))
    return note ? noted : Promise.all(written.map((one, i) => this.#written(reading, one, operations[i]!)))
  }

  async #written(reading: Reading, { set, id }: Written, { kind }: Operation): Promise<Answered> {
    if (kind === "delete") return { status: 204, headers: {}, body: undefined }
    const { condition } = resolve(reading, { set, id, steps: [] })
    const body = (await readOne(reading, set, condition, emptyQuery)) ?? {}
    if (kind !== "create") return { status: 200, headers: {}, body }
    return { status: 201, headers: { location: reading.rendering.link(set, id) }, body }
  }

  #permit(caller: Caller, { method, address, body }: Asked): void {
    const isObservation = method === "POST" && /(?:^|\/)Observations$/.test(address)
    if (isObservation) permitMeasured(caller, this.#options.world.kind, body)
    else permitConfigure(caller)
  }

  async #read(caller: Caller, { address, search }: Asked): Promise<Answered> {
    if (this.#options.isReadingClosed) permitRead(caller)
    const options = new URLSearchParams(search)
    const read = async () => {
      const query = parseQuery(options)
      return this.#gate.read((db) => readFormatted({ ...this.#reading(caller), db }, address, query, `${caller.base}/${address}`))
    }
    const answer = await understood(address, read, options)
    switch (answer.kind) {
      case "missing":
        throw senseErrors.ENTITY_NOT_FOUND({ path: address.slice(0, PATH_SHOWN_MAX) })
      case "empty":
        return { status: 204, headers: {}, body: undefined }
      case "json":
        return { status: 200, headers: answer.contentType ? { "content-type": answer.contentType } : {}, body: answer.body }
      case "text": {
        const next = answer.next === undefined ? {} : { link: `<${answer.next}>; rel="next"` }
        return { status: 200, headers: { "content-type": answer.contentType, ...next }, body: answer.body }
      }
    }
  }

  /** The usual measurement: time and number, for a series that is there. It shares its commit with others. */
  async #createObservation(caller: Caller, path: ResourcePath, { body }: Asked, note: Note | undefined): Promise<Answered> {
    const { world, catalogue, ingest } = this.#options
    permitWrite(caller, world.kind)
    const row = parseObservation(body, finder(catalogue(), boundSeries(path), caller.device), world.clock.now())
    const answerOf = ([outcome]: readonly Outcome[]): Answered => {
      const stored = {
        ...{ id: outcome!.id, datastream_id: row.datastream, phenomenon_at: new Date(row.atMs) },
        ...{ result_at: row.resultAtMs === NO_RESULT_TIME ? null : new Date(row.resultAtMs), result: row.value },
        ...{ phenomenon_until: row.untilMs === undefined ? null : new Date(row.untilMs), detail: row.detail ?? null },
      }
      const entity: Entity = renderEntity(this.#reading(caller).rendering, "Observations", stored, undefined)
      return { status: 201, headers: { location: entity["@iot.selfLink"] as string }, body: entity }
    }
    return answerOf(await ingest.add([row], note && ((outcomes) => note([answerOf(outcomes)]))))
  }

  /** One link or one error for each row, in their order; all that could be stored is, in one commit (checks 101 to 104). */
  async #createObservations(caller: Caller, { body, contentType }: Asked, note: Note | undefined): Promise<Answered> {
    const { world, catalogue, ingest } = this.#options
    permitWrite(caller, world.kind)
    const find: FindSeries = finder(catalogue(), undefined, caller.device)
    const now = world.clock.now()
    const isLines = contentType.startsWith(LINES)
    const parsed = isLines ? parseLines(String(body), find, now) : parseDataArrays(body, find, now)
    const named = parsed.flatMap((row) => (row instanceof AppError || row.feature === undefined ? [] : [row.feature]))
    const missing = await findMissingFeatures(world.db.query, [...new Set(named)])
    const rows = parsed.map((row) => {
      if (row instanceof AppError || row.feature === undefined || !missing.has(row.feature)) return row
      return refuse("FeatureOfInterest/id", row.feature, "existing", { set: "FeaturesOfInterest" })
    })
    const good = rows.filter((row): row is Observation => !(row instanceof AppError))
    const { link } = this.#reading(caller).rendering
    const answerOf = (outcomes: readonly Outcome[]): Answered => {
      const stored = outcomes.values()
      const lines = rows.map((row) => {
        if (!(row instanceof AppError)) return link("Observations", stored.next().value!.id)
        return `error ${row.code}: ${errorWords(caller.language, row.code, row.values) ?? row.code}`
      })
      return { status: 201, headers: {}, body: lines }
    }
    return answerOf(await ingest.add(good, note && ((outcomes) => note([answerOf(outcomes)]))))
  }

  #reading({ language, base }: Caller): Reading {
    const { world, catalogue } = this.#options
    const { datastreams } = catalogue()
    const isTruth = (datastream: number) => datastreams.get(datastream)?.property.result === "boolean"
    return { db: world.db.query, language, now: world.clock.now(), rendering: rendering(base, language, isTruth) }
  }
}

/** Measurements as lines of JSON. */
export const LINES = "application/x-ndjson"
const PATH_SHOWN_MAX = 120

function operationOf({ method, address, contentType, body, name }: Asked): Operation {
  const shared = { address, body, name }
  switch (method) {
    case "POST":
      return { kind: "create", ...shared }
    case "PATCH":
      return { kind: contentType.startsWith("application/json-patch+json") ? "json-patch" : "change", ...shared }
    case "PUT":
      return { kind: "replace", ...shared }
    case "DELETE":
      return { kind: "delete", ...shared }
    default:
      throw refuseBatch(`${method} ${address}`, "one-of", { known: "POST, PATCH, PUT, DELETE" })
  }
}

/** A measurement that makes and names nothing but a series: anything else goes the long way. */
function isPlainObservation(path: ResourcePath, body: unknown): boolean {
  const { set, many } = target(path)
  const isBound = path.steps.length === 0 || boundSeries(path) !== undefined
  return set === "Observations" && many && isBound && isPlain(body)
}

/** Refuses a body whose nesting outgrows the stack: nothing was done with it yet, because all reading comes first. */
async function bounded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RangeError) throw refuse("/", "", "less-nesting")
    throw error
  }
}

/** Turns what a path, a query, or a body may not say into an answer for people. */
async function understood<T>(path: string, read: () => Promise<T>, options?: URLSearchParams): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.part === "path") throw senseErrors.ENTITY_NOT_FOUND({ path: path.slice(0, PATH_SHOWN_MAX) })
    // The database does not say which part of the option it means.
    const value = error.value || (options?.get(error.part) ?? "").slice(0, PATH_SHOWN_MAX)
    throw senseErrors.QUERY_REFUSED({ option: error.part, value, ...brokenValues(...error.broken) })
  }
}

/** Somebody who sends measurements in the demo, without credentials. */
const DEVICE = { role: "device" } as const

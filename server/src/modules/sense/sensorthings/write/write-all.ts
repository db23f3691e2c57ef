import { newId } from "@holdfast/kernel"
import type { Kysely } from "kysely"
import type { Catalogue } from "../../domain/catalogue.ts"
import type { Observation } from "../../domain/observation.ts"
import { senseErrors } from "../../errors.ts"
import type { NewAnswer } from "../../store/answer-store.ts"
import { parseObservation } from "../observation-body.ts"
import { refuse } from "../refuse.ts"
import { changeIn, createIn, deleteIn, patchIn } from "./apply.ts"
import { pathOf } from "./insert-entity.ts"
import type { Effect, Operation, Working, WritingPath, Written } from "./operation.ts"
import { References } from "./references.ts"
import type { NewMeasurement, Touched } from "./writing.ts"

/**
 * Writes operations in their order as one change: one transaction, one reload of what memory knows; all of it or nothing. Each is
 * an entry of the city log. Gives what each wrote. What `note` makes of that is kept in the same transaction, whose handle it gets.
 * Throws what the first that fails throws.
 */
export async function writeAll(
  options: WritingPath,
  operations: readonly Operation[],
  note?: (db: Kysely<unknown>, written: readonly Written[]) => Promise<NewAnswer>,
): Promise<readonly Written[]> {
  const { world, ingest, areaOf, actor } = options
  const touched: Touched[] = []
  const { value, catalogue, ids } = await ingest.change<readonly Effect[]>(async (tx) => {
    const reading = { ...options.reading, db: tx.db }
    const working: Working = { tx: tx.db, now: tx.now, areaOf, measurements: [], touched, reading }
    const references = new References()
    const effects: Effect[] = []
    for (const operation of operations) {
      const effect = await apply(working, references.resolve(operation))
      references.note(operation.name, effect)
      effects.push(effect)
      const body = { number: effect.id ?? 0 }
      tx.record({ module: "sense", verb: effect.verb, record: newId(), actor, retention: "staff-action", body })
    }
    return {
      value: effects,
      made: touched,
      isOtherwise: effects.some(({ isOtherwise }) => isOtherwise),
      measurements: (fresh) => working.measurements.map((measurement) => read(measurement, fresh, world.clock.now())),
      note: note && ((ids) => note(tx.db, written(effects, ids))),
    }
  })
  options.changed(catalogue, touched)
  return written(value, ids)
}

function written(effects: readonly Effect[], ids: readonly number[]): Written[] {
  return effects.map(({ set, id, measurement }) => ({ set, id: measurement === undefined ? id! : ids[measurement]! }))
}

/** As `writeAll`, for one. */
export async function writeOne(options: WritingPath, operation: Operation): Promise<Written> {
  const [written] = await writeAll(options, [operation])
  return written!
}

function apply(working: Working, { kind, address, body }: Operation): Promise<Effect> {
  switch (kind) {
    case "create":
      return createIn(working, address, body)
    case "change":
    case "replace":
      return changeIn(working, address, body, kind)
    case "json-patch":
      return patchIn(working, address, body)
    case "delete":
      return deleteIn(working, address)
  }
}

/** A measurement with the series that was made for it. */
function read({ id, datastream, feature, body, field }: NewMeasurement, catalogue: Catalogue, now: Date): Observation {
  const series = catalogue.datastreams.get(datastream) ?? catalogue.multiDatastreams.get(datastream)
  if (!series) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream })
  if (feature === undefined && !series.thing.isPlaced) {
    throw refuse(pathOf(field, "FeatureOfInterest"), "", "feature-needed")
  }
  const { Datastream: _one, MultiDatastream: _many, FeatureOfInterest: _feature, ...rest } = body
  const row = parseObservation(rest, () => series, now)
  return { ...row, ...(feature === undefined ? {} : { feature }), ...(id === undefined ? {} : { id }) }
}

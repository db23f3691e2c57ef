import type { ResourcePath } from "@holdfast/sensorthings"
import { type Device, mayWriteTo } from "../devices/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import { senseErrors } from "../errors.ts"
import type { FindSeries } from "./observation-body.ts"
import { refuse } from "./refuse.ts"

/** Finds the series of a measurement: from the address, or from its own link; both must agree. A device finds only what it may write to. */
export function finder(
  catalogue: Pick<Catalogue, "datastreams" | "multiDatastreams">,
  bound: Parameters<FindSeries>[0],
  device?: Device,
): FindSeries {
  return (linked, hasFeature) => {
    const found = bound ?? linked
    if (found === undefined) throw refuse("Datastream/@iot.id", "", "required")
    if (linked !== undefined && (linked.id !== found.id || linked.isMulti !== found.isMulti)) {
      throw refuse("Datastream/@iot.id", linked.id, "as-address", { id: found.id })
    }
    const series = found.isMulti ? catalogue.multiDatastreams.get(found.id) : catalogue.datastreams.get(found.id)
    if (!series) throw senseErrors.DATASTREAM_NOT_FOUND({ datastream: found.id })
    if (device && !mayWriteTo(device, series.thing.number)) {
      throw senseErrors.DEVICE_OTHER_THING({ device: device.name, datastream: found.id })
    }
    if (!series.thing.isPlaced && !hasFeature) throw refuse("FeatureOfInterest", "", "feature-needed")
    return series
  }
}

/** The series that an address such as `Datastreams(1)/Observations` names. */
export function boundSeries({ set, id, steps }: ResourcePath): Parameters<FindSeries>[0] {
  if (steps.length !== 1 || id === undefined) return undefined
  return set === "Datastreams" || set === "MultiDatastreams" ? { id, isMulti: set === "MultiDatastreams" } : undefined
}

/** A body that makes and names nothing but a series: anything else goes the long way. */
export function isPlain(body: unknown): boolean {
  return typeof body !== "object" || body === null || !("FeatureOfInterest" in body)
}

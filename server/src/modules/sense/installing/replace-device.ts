import type { ReplaceDevice } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import { findForbiddenTerm } from "../../../platform/packs/index.ts"
import { refuse } from "../sensorthings/refuse.ts"
import type { Installing } from "./installing.ts"
import { getThing } from "./read-devices.ts"
import { changeInstrument } from "./store/device-store.ts"

/**
 * Another instrument takes the place of one: a new Sensor behind the same Datastreams, so the series go on, and it stays known which
 * instrument measured when. Throws `SENSE_DEVICE_NOT_FOUND`, and `SENSE_MESSAGE_INVALID` for words about persons.
 */
export async function replaceDevice(
  { ingest, changed, catalogue }: Installing,
  actor: Actor,
  key: string,
  { model, serial }: ReplaceDevice,
): Promise<void> {
  const thing = getThing(catalogue(), key)
  for (const [field, text] of Object.entries({ model, serial })) {
    const value = findForbiddenTerm(text)
    if (value !== undefined) throw refuse(field, value, "no-persons")
  }
  const done = await ingest.change(async (tx) => {
    await changeInstrument(tx.db, { thing: thing.number, key, model, serial, now: tx.now })
    const body = { device: key, model, serial }
    tx.record({ module: "sense", verb: "replace-device", record: newId(), actor, retention: "permanent", body })
    return { value: undefined, measurements: () => [], isOtherwise: false }
  })
  changed(done.catalogue)
}

import type { Actor } from "../../../platform/log/index.ts"
import { senseErrors } from "../errors.ts"
import type { Installing } from "./installing.ts"
import { findTaken, putDevices } from "./store/device-store.ts"
import { findImport, type KeptImport, stepImport } from "./store/import-store.ts"

/**
 * Puts up the devices of a draft: all of them in one transaction, or none. Throws `SENSE_IMPORT_NOT_FOUND`, `SENSE_IMPORT_NOT_DRAFT`,
 * and `SENSE_KEY_TAKEN` when somebody took a key since the draft was made.
 */
export async function confirmImport({ ingest, changed }: Installing, actor: Actor, id: string): Promise<KeptImport> {
  const { value, catalogue } = await ingest.change(async (tx) => {
    const kept = await findImport(tx.db, id)
    if (!kept) throw senseErrors.IMPORT_NOT_FOUND({ id })
    if (!(await stepImport(tx.db, id, "draft", "stored"))) throw senseErrors.IMPORT_NOT_DRAFT({})
    const taken = await findTaken(tx.db, kept.devices)
    if (taken !== undefined) throw senseErrors.KEY_TAKEN({ key: taken })
    await putDevices(tx.db, { id, devices: kept.devices, now: tx.now })
    const body = { devices: kept.devices.length, same: kept.same, bad: kept.bad, crs: kept.crs }
    tx.record({ module: "sense", verb: "import-devices", record: id, actor, retention: "staff-action", body })
    return { value: { ...kept, state: "stored" as const }, measurements: () => [], isOtherwise: false }
  })
  changed(catalogue)
  return value
}

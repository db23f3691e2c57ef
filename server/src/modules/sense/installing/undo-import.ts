import type { Actor } from "../../../platform/log/index.ts"
import { senseErrors } from "../errors.ts"
import type { Installing } from "./installing.ts"
import { findTouched, takeBack } from "./store/device-store.ts"
import { findImport, type KeptImport, stepImport } from "./store/import-store.ts"

/**
 * Takes back what an import put up, as long as nobody used any of it. Throws `SENSE_IMPORT_NOT_FOUND`, `SENSE_IMPORT_NOT_STORED`, and
 * `SENSE_IMPORT_IN_USE` with the first device that measured, moved, or changed since.
 */
export async function undoImport({ ingest, changed }: Installing, actor: Actor, id: string): Promise<KeptImport> {
  const { value, catalogue } = await ingest.change(async (tx) => {
    const kept = await findImport(tx.db, id)
    if (!kept) throw senseErrors.IMPORT_NOT_FOUND({ id })
    if (!(await stepImport(tx.db, id, "stored", "undone"))) throw senseErrors.IMPORT_NOT_STORED({})
    const device = await findTouched(tx.db, id, kept.devices)
    if (device !== undefined) throw senseErrors.IMPORT_IN_USE({ device })
    await takeBack(tx.db, id)
    const body = { devices: kept.devices.length }
    tx.record({ module: "sense", verb: "undo-import", record: id, actor, retention: "staff-action", body })
    return { value: { ...kept, state: "undone" as const }, measurements: () => [], isOtherwise: true }
  })
  changed(catalogue)
  return value
}

import type { EditWarning } from "@holdfast/contracts"
import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, assertXml, existing } from "./advance.ts"
import { modeOf } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { fillTexts } from "./domain/fill.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readMeasuredOf } from "./read-measured.ts"
import { takeResources } from "./resources/index.ts"
import { placeWarning, putGround, type WarningPlace } from "./shapes/index.ts"
import { findVersion, nothingInForce } from "./show-warnings.ts"
import { findWarning, lockWarning, updateWarning } from "./store/warning-store.ts"

/** Where it would lie after an edit, and the warning from which that follows. */
export interface EditedPlace extends WarningPlace {
  readonly of: StoredWarning
}

/** Undefined when the edit leaves its place alone. Throws as `placeWarning`. */
export async function placeEdit(context: WarnContext, id: string, edit: EditWarning): Promise<EditedPlace | undefined> {
  if (!edit.areas && !edit.shapes) return undefined
  const of = existing(await findWarning(context.world.db.query, id), id)
  const areas = edit.areas ?? of.areas.filter(({ drawn }) => !drawn).map((area) => area.id)
  return { of, ...(await placeWarning(context, { areas, shapes: edit.shapes ?? of.shapes })) }
}

/**
 * Changes a draft; only its author does. A lifting keeps the level and the areas of the warning that it ends. Throws
 * `WARN_DRAFT_CHANGED` when it is no longer the version that the author read, so that two windows never overwrite each other.
 */
export async function editWarning(
  context: WarnContext,
  actor: Actor,
  id: string,
  { edit, place }: { readonly edit: EditWarning; readonly place: EditedPlace | undefined },
): Promise<StoredWarning> {
  const { world, city, timeZone } = context
  if (edit.texts) assertXml(edit.texts)
  const resources = edit.resources && (await takeResources(context, edit.resources))
  // Read before the transaction, because no transaction may wait for another module.
  const measured = await readMeasuredOf(context, existing(await findWarning(world.db.query, id), id))
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    if (warning.kind === "lifting" && (place || edit.level || resources)) throw warnErrors.LIFTING_FIXED({ code: warning.code })
    const state = advance(warning, "edit")
    const isRead = (one: StoredWarning) => findVersion(context, one, nothingInForce) === edit.version
    if (!isRead(warning) || (place && !isRead(place.of))) throw warnErrors.DRAFT_CHANGED({ code: warning.code })
    // What was sent is lifted in the way it was said.
    const level = edit.level ?? warning.level
    const mode = warning.kind === "lifting" ? warning.mode : modeOf(context, { hazard: warning.hazard, level })
    const changed: StoredWarning = {
      ...warning,
      state,
      level,
      mode,
      // What is no longer relayed names nobody's warning any more.
      original: mode === "relay" ? warning.original : null,
      areas: place?.areas ?? warning.areas,
      shapes: place?.shapes ?? warning.shapes,
      written: edit.texts ?? warning.written,
      resources: resources ?? warning.resources,
      urgency: edit.urgency ?? warning.urgency,
      certainty: edit.certainty ?? warning.certainty,
      onset: edit.onset ? new Date(edit.onset) : warning.onset,
      expires: edit.expires ? new Date(edit.expires) : warning.expires,
    }
    // What stands in the slots follows every change of area and time, in both languages at once.
    const { written } = changed
    const edited = written ? { ...changed, texts: fillTexts(written, { ...changed, city, timeZone, measured }) } : changed
    await updateWarning(tx.db, edited)
    if (place) await putGround(tx.db, id, place.ground)
    tx.record({
      module: "warn",
      verb: "edit",
      record: id,
      actor,
      retention: "staff-action",
      body: {
        changed: Object.keys(edit)
          .filter((field) => field !== "version")
          .toSorted(),
      },
    })
    return edited
  })
}

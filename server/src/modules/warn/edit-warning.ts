import type { EditWarning } from "@holdfast/contracts"
import type { Actor } from "../../platform/log/index.ts"
import { advance, assertAuthor, assertXml, existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { findVersion } from "./show-warnings.ts"
import { lockWarning, updateWarning } from "./store/warning-store.ts"

/**
 * Changes a draft; only its author does. A lifting keeps the level and the areas of the warning that it ends. Throws
 * `WARN_DRAFT_CHANGED` when it is no longer the version that the author read, so that two windows never overwrite each other.
 */
export function editWarning(context: WarnContext, actor: Actor, id: string, edit: EditWarning): Promise<StoredWarning> {
  const { world, places } = context
  if (edit.texts) assertXml(edit.texts)
  const areas = edit.areas && [...new Set(edit.areas)].map((area) => ({ id: area, name: places.getArea(area).name }))
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    if (warning.kind === "lifting" && (edit.areas || edit.level)) throw warnErrors.LIFTING_FIXED({ code: warning.code })
    const state = advance(warning, "edit")
    if (findVersion(context, warning, []) !== edit.version) throw warnErrors.DRAFT_CHANGED({ code: warning.code })
    const edited: StoredWarning = {
      ...warning,
      state,
      level: edit.level ?? warning.level,
      areas: areas ?? warning.areas,
      texts: edit.texts ?? warning.texts,
      urgency: edit.urgency ?? warning.urgency,
      certainty: edit.certainty ?? warning.certainty,
      onset: edit.onset ? new Date(edit.onset) : warning.onset,
      expires: edit.expires ? new Date(edit.expires) : warning.expires,
    }
    await updateWarning(tx.db, edited)
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

import type { DraftWarning } from "@holdfast/contracts"
import { platformErrors } from "../../platform/errors.ts"
import { type Actor, beganWith, type NewEntry } from "../../platform/log/index.ts"
import { findModule } from "../../platform/thread/index.ts"
import type { World } from "../../platform/world/index.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { findWarning } from "./store/warning-store.ts"

/**
 * The draft that this very request began, when its answer was lost and it was sent again; undefined when its id is free. The
 * draft may have been written on since. Throws `PLATFORM_RECORD_EXISTS` when the id belongs to something else, or to somebody else's.
 */
export async function findBegun(world: World, actor: Actor, request: DraftWarning): Promise<StoredWarning | undefined> {
  const { id } = request
  if (id === undefined) return undefined
  const db = world.db.query
  const found = await findWarning(db, id)
  const isMine = found !== undefined && found.author.account === actor.account
  // A signal may have risen since, and the draft of a signal is what the signal was then.
  if (isMine && "signal" in request && found.because === request.signal) return found
  if (isMine && "hazard" in request && (await beganWith(db, beginOf(actor, { ...found, ...begunBy(request) })))) return found
  if (found || (await findModule(db, id)) !== undefined) throw platformErrors.RECORD_EXISTS({ record: id })
  return undefined
}

function begunBy({ hazard, level, areas }: Extract<DraftWarning, { hazard: string }>) {
  return { hazard, level, because: null, areas: [...new Set(areas)].map((id) => ({ id })) }
}

type Begun = Pick<StoredWarning, "id" | "code" | "hazard" | "level" | "because"> & { readonly areas: readonly { id: string }[] }

/** How a draft begins in the log. */
export function beginOf(actor: Actor, { id, code, hazard, level, because, areas }: Begun): NewEntry {
  return {
    module: "warn",
    verb: "draft",
    record: id,
    because: because ? { edge: "open", record: because } : undefined,
    actor,
    retention: "staff-action",
    body: { code, hazard, level, areas: areas.map((area) => area.id) },
  }
}

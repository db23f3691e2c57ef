import type { SignalCare } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { People } from "./people.ts"
import { showLines } from "./show-lines.ts"
import { listComments } from "./store/comment-store.ts"
import { listLines } from "./store/line-store.ts"

const HISTORY_MAX = 200

/** What people did with a signal: by role and time, from the city log. Throws `SENSE_SIGNAL_NOT_FOUND`. */
export async function readCare(
  { world, people }: { readonly world: World; readonly people: People },
  actor: Actor,
  id: string,
): Promise<SignalCare> {
  const [stored] = await listLines(world.db.query, [id])
  if (!stored) throw senseErrors.SIGNAL_NOT_FOUND({ signal: id })
  const [signal] = await showLines(people, actor, [stored])
  const [comments, entries] = await Promise.all([listComments(world.db.query, id), world.log.about(id, HISTORY_MAX)])
  return {
    signal: signal!,
    clearReason: stored.clearReason,
    escalatesAt: stored.dueAt?.toISOString() ?? null,
    comments,
    history: entries
      .filter(({ module }) => module === "sense")
      .map(({ verb, actorRole, at }) => ({ verb, role: actorRole, at: at.toISOString() })),
  }
}

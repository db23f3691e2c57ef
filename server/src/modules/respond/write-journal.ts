import type { WriteJournal } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { causeFor } from "../../platform/thread/index.ts"
import { makeOnce, type World } from "../../platform/world/index.ts"
import { insertNote, listNotesByIds, type Note } from "./store/journal-store.ts"

/**
 * Writes one note into the duty journal. It cannot be changed afterwards, and sent again with the same id it is written once.
 * Throws `PLATFORM_RECORD_EXISTS` when the id is that of another note.
 */
export async function writeJournal(world: World, actor: Actor, { id = newId(), text, because }: WriteJournal): Promise<Note> {
  const cause = because ? await causeFor(world.db.query, because) : undefined
  await makeOnce(
    world,
    {
      module: "respond",
      verb: "write-journal",
      record: id,
      because: cause,
      actor,
      retention: "staff-action",
      body: { text },
    },
    // A note about a resident's report keeps no way back to it, in its row no more than in the log.
    (tx) => insertNote(tx.db, { id, at: tx.now, role: actor.role, text, because: cause?.edge === "open" ? cause.record : null }),
  )
  return (await listNotesByIds(world.db.query, [id]))[0]!
}

import type { WriteJournal } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { causeFor } from "../../platform/thread/index.ts"
import type { World } from "../../platform/world/index.ts"
import { type Note, putNote } from "./store/journal-store.ts"

/** Writes one note into the duty journal. It cannot be changed afterwards. */
export function writeJournal(world: World, actor: Actor, { text, because }: WriteJournal): Promise<Note> {
  return world.transact(async (tx) => {
    const cause = because ? await causeFor(tx.db, because) : undefined
    // A note about a resident's report keeps no way back to it, in its row no more than in the log.
    const note = { id: newId(), at: tx.now, role: actor.role, text, because: cause?.edge === "open" ? cause.record : null }
    await putNote(tx.db, note)
    tx.record({
      module: "respond",
      verb: "write-journal",
      record: note.id,
      because: cause,
      actor,
      retention: "staff-action",
      body: { text },
    })
    return note
  })
}

import type { WriteJournal } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { type Note, putNote } from "./store/journal-store.ts"

/** Writes one note into the duty journal. It cannot be changed afterwards. */
export function writeJournal(world: World, actor: Actor, { text, because }: WriteJournal): Promise<Note> {
  return world.transact(async (tx) => {
    const note = { id: newId(), at: tx.now, role: actor.role, text, because: because ?? null }
    await putNote(tx.db, note)
    tx.record({
      module: "respond",
      verb: "write-journal",
      record: note.id,
      because: because ? { edge: "open", record: because } : undefined,
      actor,
      retention: "staff-action",
      body: { text },
    })
    return note
  })
}

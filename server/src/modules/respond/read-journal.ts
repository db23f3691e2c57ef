import type { World } from "../../platform/world/index.ts"
import { listNotes, type Note } from "./store/journal-store.ts"

const PAGE = 50

/**
 * The newest notes, and the position from which a live stream goes on. The position is taken first: a note that commits in
 * between is in the page and comes once more, which is harmless; the other way round it would be missed.
 */
export async function readJournal(world: World): Promise<{ position: number; notes: Note[] }> {
  const position = world.log.position
  return { position, notes: await listNotes(world.db.query, PAGE) }
}

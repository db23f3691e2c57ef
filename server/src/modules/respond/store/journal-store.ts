import type { Kysely, Transaction } from "kysely"

export type RespondTables = {
  "respond.journal_note": { id: string; at: Date; role: string; text: string; cause_ref: string | null }
}

export interface Note {
  readonly id: string
  readonly at: Date
  readonly role: string
  readonly text: string
  readonly because: string | null
}

/** False when a note with this id is there already. */
export async function insertNote(tx: Transaction<unknown>, note: Note): Promise<boolean> {
  const inserted = await tx
    .withTables<RespondTables>()
    .insertInto("respond.journal_note")
    .values({ id: note.id, at: note.at, role: note.role, text: note.text, cause_ref: note.because })
    .onConflict((clash) => clash.column("id").doNothing())
    .returning("id")
    .execute()
  return inserted.length > 0
}

/** Newest first. */
export async function listNotes(db: Kysely<unknown>, limit: number): Promise<Note[]> {
  return db
    .withTables<RespondTables>()
    .selectFrom("respond.journal_note")
    .select(["id", "at", "role", "text", "cause_ref as because"])
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute()
}

export async function listNotesByIds(db: Kysely<unknown>, ids: readonly string[]): Promise<Note[]> {
  if (ids.length === 0) return []
  return db
    .withTables<RespondTables>()
    .selectFrom("respond.journal_note")
    .select(["id", "at", "role", "text", "cause_ref as because"])
    .where("id", "in", ids)
    .execute()
}

/** Deletes the notes written before a moment; gives how many. */
export async function deleteNotes(tx: Transaction<unknown>, before: Date): Promise<number> {
  const deleted = await tx
    .withTables<RespondTables>()
    .deleteFrom("respond.journal_note")
    .where("at", "<=", before)
    .returning("id")
    .execute()
  return deleted.length
}

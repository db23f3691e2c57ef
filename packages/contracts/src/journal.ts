import { z } from "zod"
import { ChosenId } from "./common.ts"

export const JOURNAL_TEXT_MAX = 2_000

/** What a person on duty writes into the journal (值班日志). */
export const WriteJournal = z.object({
  id: ChosenId,
  text: z.string().trim().min(1).max(JOURNAL_TEXT_MAX),
  /** The record that this is about; the thread leads from there to here. */
  because: z.uuid().optional(),
})
export type WriteJournal = z.infer<typeof WriteJournal>

export const JournalNote = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  role: z.string(),
  text: z.string(),
  because: z.uuid().nullable(),
})
export type JournalNote = z.infer<typeof JournalNote>

/** A page of the journal, newest first, and the position of the log from which a live stream goes on. */
export const JournalPage = z.object({ position: z.int().nonnegative(), notes: z.array(JournalNote) })
export type JournalPage = z.infer<typeof JournalPage>

import { z } from "zod"

/** What a person did to a task while the network was away, kept on the phone until the server has it. */
export const OutboxItem = z.object({
  task: z.string(),
  verb: z.enum(["start", "complete", "refuse"]),
  note: z.string().optional(),
  savedAtMs: z.number(),
  /** The server's words when it refused: now a person must decide. */
  refused: z.string().optional(),
})
export type OutboxItem = z.infer<typeof OutboxItem>

/** Bounded, so that a phone without network for a week does not fill up; far more than one person does in a shift. */
export const OUTBOX_MAX = 200
const STORED = "holdfast-field-outbox"
const Outbox = z.array(OutboxItem)

/** Reads what waits on this phone; something unreadable, from an older version, counts as nothing. */
export function readOutbox(storage: Storage): OutboxItem[] {
  try {
    return Outbox.parse(JSON.parse(storage.getItem(STORED) ?? "[]"))
  } catch {
    return []
  }
}

export function writeOutbox(storage: Storage, items: readonly OutboxItem[]): void {
  storage.setItem(STORED, JSON.stringify(items))
}

/** Adds at the end: the server gets things in the order in which they were done. Undefined when there is no room. */
export function addItem(items: readonly OutboxItem[], item: OutboxItem): OutboxItem[] | undefined {
  return items.length >= OUTBOX_MAX ? undefined : [...items, item]
}

/** What happened to an attempt: it arrived, the server refused it, or the network was away. */
export type Attempt =
  | { readonly kind: "arrived" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "away" }

/** Takes the result of sending `item` into the outbox. */
export function settle(items: readonly OutboxItem[], item: OutboxItem, attempt: Attempt): OutboxItem[] {
  const same = (other: OutboxItem) => other.task === item.task && other.verb === item.verb && other.savedAtMs === item.savedAtMs
  if (attempt.kind === "arrived") return items.filter((other) => !same(other))
  if (attempt.kind === "away") return [...items]
  return items.map((other) => (same(other) ? { ...other, refused: attempt.reason } : other))
}

/** The next one to send: the oldest that the server has not refused. */
export function nextItem(items: readonly OutboxItem[]): OutboxItem | undefined {
  return items.find(({ refused }) => refused === undefined)
}

import { Certainty, type EditWarning, Level, Urgency, type Warning } from "@holdfast/contracts"
import { z } from "zod"

/** What an author changes, as it stands on the screen. */
export type Draft = Pick<Warning, "level" | "areas" | "texts" | "urgency" | "certainty" | "onset" | "expires">

const HOUR_MS = 3_600_000
/** When "later" is chosen and no hour was said. */
const LATER_H = 3

const Text = z.object({ headline: z.string(), description: z.string(), instruction: z.string() })
const Kept = z.object({
  level: Level,
  areas: z.array(z.object({ id: z.string(), name: z.object({ "zh-CN": z.string(), en: z.string() }) })),
  texts: z.object({ "zh-CN": Text, en: Text }),
  urgency: Urgency,
  certainty: Certainty,
  onset: z.string(),
  expires: z.string(),
})
const keyOf = (id: string) => `holdfast-draft-${id}`

export function draftOf({ level, areas, texts, urgency, certainty, onset, expires }: Warning): Draft {
  return { level, areas, texts, urgency, certainty, onset, expires }
}

export function toEdit({ areas, ...rest }: Draft): EditWarning {
  return { ...rest, areas: areas.map(({ id }) => id) }
}

/** What was written in this tab and has not reached the server; undefined when there is nothing, or nothing readable. */
export function readKept(storage: Storage, id: string): Draft | undefined {
  try {
    return Kept.safeParse(JSON.parse(storage.getItem(keyOf(id)) ?? "null")).data
  } catch {
    return undefined
  }
}

/** Keeps what is not saved yet for this tab, so that a reload loses no word; undefined forgets it. */
export function keep(storage: Storage, id: string, draft: Draft | undefined): void {
  if (draft) storage.setItem(keyOf(id), JSON.stringify(draft))
  else storage.removeItem(keyOf(id))
}

/** Says when it begins; it lasts as long as before. What is not later has begun. */
export function withUrgency(draft: Draft, urgency: Urgency, now: Date): Draft {
  const isLater = urgency === "Future"
  return isLater === Date.parse(draft.onset) > now.getTime()
    ? { ...draft, urgency }
    : { ...withOnset(draft, new Date(now.getTime() + (isLater ? LATER_H * HOUR_MS : 0))), urgency }
}

/** Moves its beginning, and its end with it. */
export function withOnset(draft: Draft, onset: Date): Draft {
  const lastsMs = Date.parse(draft.expires) - Date.parse(draft.onset)
  return { ...draft, onset: onset.toISOString(), expires: new Date(onset.getTime() + lastsMs).toISOString() }
}

import {
  applyChange,
  Certainty,
  type CoachMend,
  type EditWarning,
  Level,
  Urgency,
  type Warning,
  WarningArea,
  WarningResource,
  WarningShape,
} from "@holdfast/contracts"
import { z } from "zod"

/** What an author changes. */
export type Draft = Pick<
  Warning,
  "level" | "areas" | "shapes" | "texts" | "resources" | "urgency" | "certainty" | "onset" | "expires"
>

/** A draft on the screen, and what it began from: only what differs is sent, and only onto the version that was read. */
export interface Edits {
  readonly version: string
  readonly base: Draft
  readonly draft: Draft
  /** What was last sent and not answered yet: the server may have it, though this tab does not know. */
  readonly tried?: Draft | undefined
}

const HOUR_MS = 3_600_000
/** When "later" is chosen and no hour was said. */
const LATER_H = 3

const Text = z.object({ headline: z.string(), description: z.string(), instruction: z.string() })
const KeptDraft = z.object({
  level: Level,
  areas: z.array(WarningArea),
  shapes: z.array(WarningShape),
  texts: z.object({ "zh-CN": Text, en: Text }),
  resources: z.array(WarningResource),
  urgency: Urgency,
  certainty: Certainty,
  onset: z.string(),
  expires: z.string(),
})
const Kept = z.object({ version: z.string(), base: KeptDraft, draft: KeptDraft, tried: KeptDraft.optional() })
const keyOf = (id: string) => `holdfast-draft-${id}`

export function editsOf(warning: Warning): Edits {
  const { level, areas, shapes, resources, urgency, certainty, onset, expires } = warning
  // Whoever writes sees the slots, so that an end that moves later moves in both languages.
  const texts = warning.written ?? warning.texts
  const draft = { level, areas, shapes, texts, resources, urgency, certainty, onset, expires }
  // Only what was sent has no version, and nobody writes on it.
  return { version: warning.version ?? "", base: draft, draft }
}

/** The fields that differ from what they began from, as the server takes them; none when nothing was changed. */
export function changesOf({ base, draft }: Edits): Omit<EditWarning, "version"> {
  const [before, now] = [comparable(base), comparable(draft)]
  const { areas, shapes, ...rest } = draft
  const sent = { ...rest, areas: chosen(areas), shapes: shapes.map(asGiven) }
  const changed = Object.entries(sent).filter(([field]) => isChanged(before[field as keyof Draft], now[field as keyof Draft]))
  return Object.fromEntries(changed)
}

const asGiven = ({ id, name, geometry, origin, system }: Draft["shapes"][number]) => ({ id, name, geometry, origin, system })

/** Which areas a drawn one touches is for the server to say, and the database keeps the keys of an object in an order of its own. */
function comparable({ areas, shapes, resources, ...rest }: Draft) {
  return {
    ...rest,
    resources: resources.map((one) => [
      one.kind === "video" ? one.uri : one.picture,
      one.alternative["zh-CN"],
      one.alternative.en,
    ]),
    areas: chosen(areas),
    shapes: shapes.map(({ id, name, geometry, origin, system }) => [
      id,
      ...[name["zh-CN"], name.en, origin, system],
      geometry.type === "Circle" ? [geometry.center, geometry.radiusKm] : geometry.coordinates,
    ]),
  }
}

const chosen = (areas: Draft["areas"]) => areas.filter(({ drawn }) => !drawn).map(({ id }) => id)

export function isUnchanged(edits: Edits): boolean {
  return Object.keys(changesOf(edits)).length === 0
}

/**
 * These edits go on from what stands there now, where that is one of `own`: what was sent from here, whose answer was lost or came to
 * another window. Undefined where somebody else wrote it.
 */
export function goOnFrom({ draft }: Edits, warning: Warning, own: readonly (Draft | undefined)[]): Edits | undefined {
  const there = editsOf(warning)
  const isOwn = own.some((one) => one && isUnchanged({ ...there, draft: one }))
  return isOwn ? { ...there, draft } : undefined
}

/** What was changed here, put onto what stands there now: of each text its three parts by themselves. */
export function rebase({ base, draft }: Edits, warning: Warning): Edits {
  const there = editsOf(warning)
  return { ...there, draft: merge(base, draft, there.draft) }
}

/** Of two that differ from what both began from, the first one's parts win. */
function merge<T>(base: T, mine: T, theirs: T): T {
  if (!isChanged(base, mine)) return theirs
  if (!isRecord(base) || !isRecord(mine) || !isRecord(theirs)) return mine
  const merged = Object.keys(theirs).map((key) => [key, merge(base[key], mine[key], theirs[key])])
  return Object.fromEntries(merged) as T
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isChanged(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(after)
}

/** What was written in this tab and has not reached the server; undefined when there is nothing, or nothing readable. */
export function readKept(storage: Storage, id: string): Edits | undefined {
  try {
    return Kept.safeParse(JSON.parse(storage.getItem(keyOf(id)) ?? "null")).data
  } catch {
    return undefined
  }
}

/** Keeps what is not saved yet for this tab, so that a reload loses no word; undefined forgets it. */
export function keep(storage: Storage, id: string, edits: Edits | undefined): void {
  if (edits) storage.setItem(keyOf(id), JSON.stringify(edits))
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

/** What the coach offers, in one press. */
export function withMend(draft: Draft, { changes, expires }: CoachMend): Draft {
  const texts = changes.reduce((current, { language, field, ...change }) => {
    const text = current[language]
    return { ...current, [language]: { ...text, [field]: applyChange(text[field], change) } }
  }, draft.texts)
  return { ...draft, texts, expires: expires ?? draft.expires }
}

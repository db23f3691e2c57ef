import type { Tone } from "./tones.ts"

const REPEAT_AFTER_MS = 30_000
const LOUDER_AFTER_MS = 120_000
const NOT_LIVE_AFTER_MS = 30_000
const NOT_LIVE_EVERY_MS = 60_000

export interface AlarmState {
  /** Groups that need somebody, with the moment when each was first heard of. */
  readonly since: ReadonlyMap<string, number>
  readonly soundedMs: number
  readonly notLiveSoundedMs: number
  /** When this page began to listen. */
  readonly beganMs: number | undefined
  /** Warnings for whose approval somebody was called. */
  readonly asked: ReadonlySet<string>
  readonly realEvent: string | undefined
}

export const silent: AlarmState = {
  since: new Map(),
  soundedMs: Number.NEGATIVE_INFINITY,
  notLiveSoundedMs: Number.NEGATIVE_INFINITY,
  beganMs: undefined,
  asked: new Set(),
  realEvent: undefined,
}

export interface AlarmInput {
  readonly nowMs: number
  /** Unseen groups at orange or red. */
  readonly groups: readonly string[]
  /** Warnings that wait for this person's approval. */
  readonly approvals: readonly string[]
  /** What the real city says to a drill; changes with each new event. */
  readonly realEvent: string | undefined
  /** Undefined before the first heartbeat. */
  readonly beatAgeMs: number | undefined
  /** Whether who sits here asked for silence. A real event is heard nevertheless. */
  readonly muted: boolean
}

export interface Played {
  readonly tone: Tone
  readonly louder: boolean
}

/**
 * Decides each second what is to be heard, one thing at a time: a real event in a drill once; "not live" after 30 s without a
 * heartbeat, also when none ever came, each minute; "needs you" once per new group, again after 30 s, louder after 2 min while somebody is still needed;
 * "approve" once per warning. What was due in silence is heard after it, if it still needs somebody.
 */
export function nextAlarm(earlier: AlarmState, now: AlarmInput): { state: AlarmState; play?: Played } {
  const { nowMs, groups, approvals, realEvent, beatAgeMs, muted } = now
  const before = { ...earlier, beganMs: earlier.beganMs ?? nowMs }
  const since = new Map(groups.map((group) => [group, before.since.get(group) ?? nowMs]))
  const asked = new Set(approvals.filter((id) => before.asked.has(id)))
  if (realEvent !== undefined && realEvent !== before.realEvent) {
    return { state: { ...before, realEvent }, play: { tone: "real-event", louder: true } }
  }
  if (muted) return { state: { ...before, asked } }
  if ((beatAgeMs ?? nowMs - before.beganMs) >= NOT_LIVE_AFTER_MS && nowMs - before.notLiveSoundedMs >= NOT_LIVE_EVERY_MS) {
    return { state: { ...before, asked, notLiveSoundedMs: nowMs }, play: { tone: "not-live", louder: false } }
  }
  const fresh = groups.some((group) => !before.since.has(group))
  const again = since.size > 0 && nowMs - before.soundedMs >= REPEAT_AFTER_MS
  if (fresh || again) {
    const louder = nowMs - Math.min(...since.values()) >= LOUDER_AFTER_MS
    return { state: { ...before, since, asked, soundedMs: nowMs }, play: { tone: "needs-you", louder } }
  }
  const asks = approvals.some((id) => !asked.has(id))
  const state = { ...before, since, asked: new Set(approvals) }
  return asks ? { state, play: { tone: "approve", louder: false } } : { state }
}

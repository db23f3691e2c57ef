import type { Tone } from "./tones.ts"

export const REPEAT_AFTER_MS = 30_000
export const LOUDER_AFTER_MS = 120_000
const NOT_LIVE_AFTER_MS = 30_000
const NOT_LIVE_EVERY_MS = 60_000

export interface AlarmState {
  /** Groups that need somebody, with the moment when each was first heard of. */
  readonly since: ReadonlyMap<string, number>
  readonly soundedMs: number
  readonly notLiveSoundedMs: number
}

export const silent: AlarmState = {
  since: new Map(),
  soundedMs: Number.NEGATIVE_INFINITY,
  notLiveSoundedMs: Number.NEGATIVE_INFINITY,
}

/**
 * Decides each second what is to be heard: "needs you" once per new group, again after 30 s, louder after 2 min while somebody
 * is still needed; "not live" after 30 s without a heartbeat, each minute.
 *
 * @param groups unseen groups at orange or red
 */
export function nextAlarm(
  before: AlarmState,
  now: { nowMs: number; groups: readonly string[]; beatAgeMs: number | undefined },
): { state: AlarmState; play?: { tone: Tone; louder: boolean } } {
  const since = new Map(now.groups.map((group) => [group, before.since.get(group) ?? now.nowMs]))
  const state = { ...before, since }
  if ((now.beatAgeMs ?? 0) >= NOT_LIVE_AFTER_MS && now.nowMs - before.notLiveSoundedMs >= NOT_LIVE_EVERY_MS) {
    return { state: { ...state, notLiveSoundedMs: now.nowMs }, play: { tone: "not-live", louder: false } }
  }
  const fresh = now.groups.some((group) => !before.since.has(group))
  const again = since.size > 0 && now.nowMs - before.soundedMs >= REPEAT_AFTER_MS
  if (!fresh && !again) return { state }
  const louder = now.nowMs - Math.min(...since.values()) >= LOUDER_AFTER_MS
  return { state: { ...state, soundedMs: now.nowMs }, play: { tone: "needs-you", louder } }
}

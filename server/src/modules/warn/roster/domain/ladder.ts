/** A telephone that rang is looked at within this time, or it is not at hand. */
const RING_AGAIN_MS = 3 * 60_000
/** So often each, before the next one with the same post is asked. */
const TRIES_EACH = 2

/** Who of a post is asked now, from 1, and how often they were in their turn. */
export interface Rung {
  readonly place: number
  readonly tries: number
}

export const notRung: Rung = { place: 1, tries: 0 }

/**
 * Who is rung now, and when it is looked at again. After the last one the first one is asked again: a call ends when somebody answers,
 * or with the warning.
 *
 * @param people how many have this post; at least 1
 */
export function ring({ place, tries }: Rung, people: number, now: Date): Rung & { readonly dueAt: Date } {
  const isOver = tries >= TRIES_EACH || place > people
  const next = isOver ? (place >= people ? 1 : place + 1) : place
  return { place: next, tries: isOver ? 1 : tries + 1, dueAt: new Date(now.getTime() + RING_AGAIN_MS) }
}

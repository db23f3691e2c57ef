import { type Level, levels } from "@holdfast/contracts"
import { overlaps } from "../../domain/warning.ts"

/** How a person of the roster is reached; nothing of it stands in the database unsealed. */
export interface Contact {
  readonly name: string
  readonly phone: string
  readonly email: string
}

export interface StoredPerson {
  readonly id: string
  readonly area: string
  readonly post: string
  readonly fromLevel: Level
  readonly place: number
  readonly language: "zh-CN" | "en"
  readonly sealed: Buffer
  readonly changedAt: Date
}

/** A post of an area: what is called. */
export interface Post {
  readonly area: string
  readonly post: string
}

/**
 * The posts that a warning concerns: those of its areas, of what lies inside them, and of what they lie in, whose people are called
 * from this level on. One person of a post who is called from this level is enough.
 */
export function postsFor(
  people: readonly Pick<StoredPerson, "area" | "post" | "fromLevel">[],
  { areas, level }: { readonly areas: readonly { readonly id: string }[]; readonly level: Level },
): Post[] {
  const concerned = people.filter(
    ({ area, fromLevel }) => levels.indexOf(fromLevel) <= levels.indexOf(level) && overlaps([{ id: area }], areas),
  )
  const posts = new Map(concerned.map(({ area, post }) => [JSON.stringify([area, post]), { area, post }]))
  return [...posts.values()]
}

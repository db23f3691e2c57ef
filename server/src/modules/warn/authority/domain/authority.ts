import { type AuthorityPost, areaKinds, type Level, type PackAuthority } from "@holdfast/contracts"

/** The jurisdiction of entries that hold wherever the pack is used; one of the city's own comes before them. */
const ANY = "any"

/** What a pack says of a level here; undefined where it says nothing, and then the city issues by its roles alone. */
export function findAuthority(
  entries: readonly PackAuthority[] | undefined,
  { jurisdiction, level }: { readonly jurisdiction: string; readonly level: Level },
): PackAuthority | undefined {
  const about = (entries ?? []).filter(({ levels }) => levels.includes(level))
  return about.find((entry) => entry.jurisdiction === jurisdiction) ?? about.find((entry) => entry.jurisdiction === ANY)
}

type Kind = (typeof areaKinds)[number]

/**
 * Whether somebody of this role, who stands for an area of this kind, has the post. Kinds go from the city down, and who stands for
 * more has it too; without an entry the roles alone decide, elsewhere.
 *
 * @param standsFor null for an account of the whole city
 */
export function hasPost(
  post: AuthorityPost | undefined,
  who: { readonly role: string; readonly standsFor: Kind | null },
): boolean {
  if (!post) return true
  return who.role === post.role && areaKinds.indexOf(who.standsFor ?? "city") <= areaKinds.indexOf(post.over)
}

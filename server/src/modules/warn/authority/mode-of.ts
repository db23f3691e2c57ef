import type { AuthorityMode, Level, PackAuthority } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { WarnContext } from "../context.ts"
import type { StoredWarning } from "../domain/warning.ts"
import { warnErrors } from "../errors.ts"
import { findAuthority, hasPost } from "./domain/authority.ts"

type About = { readonly hazard: string; readonly level: Level }

/** The entry of the pack for this hazard and level, in this city. */
export function authorityOf(
  { packs, jurisdiction }: Pick<WarnContext, "packs" | "jurisdiction">,
  { hazard, level }: About,
): PackAuthority | undefined {
  return findAuthority(packs.find(hazard)?.authority, { jurisdiction, level })
}

export function modeOf(context: Pick<WarnContext, "packs" | "jurisdiction">, about: About): AuthorityMode {
  return authorityOf(context, about)?.mode ?? "issue"
}

/** Whether this account has the post that writes, or that approves, by the pack. */
export function isEntitled(
  context: Pick<WarnContext, "packs" | "jurisdiction" | "places">,
  half: "writes" | "approves",
  who: { readonly role: string; readonly area?: string | null },
  about: About,
): boolean {
  const standsFor = who.area ? context.places.getArea(who.area).kind : null
  return hasPost(authorityOf(context, about)?.[half], { role: who.role, standsFor })
}

/** Throws `WARN_NOT_ENTITLED` for who has not the post. A lifting is written by whoever may ask for it. */
export function assertEntitled(
  context: Pick<WarnContext, "packs" | "jurisdiction" | "places">,
  half: "writes" | "approves",
  actor: Actor,
  warning: StoredWarning,
): void {
  if (half === "writes" && warning.kind === "lifting") return
  if (isEntitled(context, half, actor, warning)) return
  const { role, over } = authorityOf(context, warning)![half]!
  throw warnErrors.NOT_ENTITLED({ code: warning.code, half, role, over })
}

/**
 * Holds what is submitted or approved to the pack as it is now. Throws `WARN_ASK_ONLY` where another body issues and is only asked,
 * `WARN_ORIGINAL_MISSING` for a relayed one that does not name what it relays, and `WARN_MODE_CHANGED` when the pack changed meanwhile.
 */
export function assertMode(context: Pick<WarnContext, "packs" | "jurisdiction">, warning: StoredWarning): void {
  // What was sent is lifted in the way it was said, whatever the pack says by now.
  if (warning.kind === "lifting") return
  const mode = modeOf(context, warning)
  if (mode !== warning.mode) throw warnErrors.MODE_CHANGED({ code: warning.code })
  if (mode === "ask") throw warnErrors.ASK_ONLY({ code: warning.code })
  if (mode === "relay" && !warning.original) throw warnErrors.ORIGINAL_MISSING({ code: warning.code })
}

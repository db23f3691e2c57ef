import type { PreparedRequest } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../../platform/log/index.ts"
import { advance, assertAuthor, existing, withAccount } from "../advance.ts"
import type { WarnContext } from "../context.ts"
import { warnErrors } from "../errors.ts"
import { lockWarning } from "../store/warning-store.ts"
import { requestText } from "./domain/request-text.ts"
import { authorityOf } from "./mode-of.ts"
import { insertRequest, type StoredRequest } from "./store/request-store.ts"

/**
 * Prepares the request to the body that issues, and logs that it was made: the person hands it over by mail, telephone, or note, since
 * nothing leaves by itself. The draft stays a draft and is not public. Throws `WARN_NOT_ASKING` where the city does not ask.
 */
export function askIssuer(context: WarnContext, actor: Actor, id: string): Promise<PreparedRequest> {
  const { account, role } = withAccount(actor)
  const { world, packs, city, timeZone } = context
  return world.transact(async (tx) => {
    const warning = existing(await lockWarning(tx.db, id), id)
    assertAuthor(warning, actor)
    advance(warning, "edit")
    const entry = authorityOf(context, warning)
    const pack = packs.find(warning.hazard)
    if (entry?.mode !== "ask" || !pack) throw warnErrors.NOT_ASKING({ code: warning.code })
    const { issuer, why, contact } = entry
    const request: StoredRequest = { id: newId(), warning: id, issuer, askedAt: tx.now, role, account }
    await insertRequest(tx.db, request)
    const body = { code: warning.code, request: request.id }
    tx.record({ module: "warn", verb: "ask-issuer", record: id, actor, retention: "staff-action", body })
    const { subject, text } = requestText(warning, { city, issuer, why, event: pack.warning.event, timeZone })
    const mailto = contact?.email
      ? `mailto:${contact.email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`
      : null
    return { request: { id: request.id, issuer, askedAt: tx.now.toISOString(), askedByRole: role }, subject, text, mailto }
  })
}

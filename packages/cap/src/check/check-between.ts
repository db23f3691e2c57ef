import { epochOfCapTime } from "../cap-time.ts"
import type { CapAlert, CapArea, CapInfo, CapResource } from "../model.ts"
import type { CapCode } from "../rules.ts"

const HEADLINE_MAX = 160
const TAG = /<\/?[a-z][^>]*>|<!--/i
const ENTITY = /&(?:[a-z]{2,8}|#\d{1,6});/i
const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/
const DIGEST = /^([0-9a-f]{40}|[A-Za-z0-9+/]{27}=)$/i

/** Tells of a problem at a place. */
export type Tell = (code: CapCode, path: string, found: string) => void

/** The rules between the values of a message, and for those that only its values show. */
export function checkBetween(alert: CapAlert, root: string, tell: Tell): void {
  const { msgType, scope, references, note, info } = alert
  if (msgType !== "Alert" && references.length === 0) tell("UPDATE_OR_CANCEL_MUST_REFERENCE", `${root}/references`, msgType)
  const sentMs = epochOfCapTime(alert.sent)
  for (const { sender, identifier, sent } of references) {
    if (sender === alert.sender && identifier === alert.identifier) tell("CIRCULAR_REFERENCE", `${root}/references`, identifier)
    else if (epochOfCapTime(sent) > sentMs) tell("POSTDATED_REFERENCE", `${root}/references`, `${identifier},${sent}`)
  }
  if (note === undefined && (msgType === "Error" || alert.status === "Exercise"))
    tell("MISSING_NOTE", `${root}/note`, msgType === "Error" ? msgType : alert.status)
  if ((scope === "Restricted") !== (alert.restriction !== undefined))
    tell("RESTRICTION_SCOPE_MISMATCH", `${root}/restriction`, scope)
  if (scope === "Private" && alert.addresses === undefined) tell("MISSING_ADDRESSES", `${root}/addresses`, scope)
  if (info.length === 0 && (msgType === "Alert" || msgType === "Update")) tell("MISSING_INFO", `${root}/info`, msgType)
  for (const [i, block] of info.entries()) checkInfo(block, sentMs, `${root}/info[${i + 1}]`, tell)
  if (info.length > 1) checkLanguages(info, root, tell)
}

/** Blocks of one language tell of one event, and two languages do not say the very same. */
function checkLanguages(info: readonly CapInfo[], root: string, tell: Tell): void {
  const events = new Map<string, string>()
  const texts = new Map<string, string>()
  for (const [i, { language = "en-US", event, description }] of info.entries()) {
    const tag = language.toLowerCase()
    const first = events.get(tag) ?? event
    if (first !== event) tell("DIFFERENT_EVENTS", `${root}/info[${i + 1}]/event`, event)
    events.set(tag, first)
    if (description === undefined) continue
    const said = texts.get(description) ?? tag
    if (said !== tag) tell("SAME_TEXT_DIFFERENT_LANGUAGE", `${root}/info[${i + 1}]/description`, description)
    texts.set(description, said)
  }
}

function checkInfo(info: CapInfo, sentMs: number, path: string, tell: Tell): void {
  const { expires, effective, onset, headline, web } = info
  if (expires !== undefined) {
    const endsMs = epochOfCapTime(expires)
    const begins = onset ?? effective
    if (endsMs <= sentMs || (begins !== undefined && endsMs <= epochOfCapTime(begins)))
      tell("EXPIRES_BEFORE_START", `${path}/expires`, expires)
  }
  if (headline !== undefined && headline.length > HEADLINE_MAX)
    tell("HEADLINE_TOO_LONG", `${path}/headline`, String(headline.length))
  checkText(headline, `${path}/headline`, tell)
  checkText(info.description, `${path}/description`, tell)
  checkText(info.instruction, `${path}/instruction`, tell)
  if (web !== undefined && !isAbsolute(web)) tell("INVALID_WEB", `${path}/web`, web)
  for (const [i, resource] of info.resource.entries()) checkResource(resource, `${path}/resource[${i + 1}]`, tell)
  for (let i = 0; i < info.area.length; i += 1) checkHeights(info.area[i]!, path, i, tell)
}

function checkText(text: string | undefined, path: string, tell: Tell): void {
  if (text === undefined) return
  if (text.includes("<")) {
    const tag = TAG.exec(text)
    if (tag) tell("TEXT_CONTAINS_HTML_TAGS", path, tag[0])
  }
  if (text.includes("&")) {
    const entity = ENTITY.exec(text)
    if (entity) tell("TEXT_CONTAINS_HTML_ENTITIES", path, entity[0])
  }
}

function checkResource({ uri, derefUri, mimeType, digest }: CapResource, path: string, tell: Tell): void {
  if (uri !== undefined && !isAbsolute(uri)) {
    if (/\s/.test(uri)) tell("INVALID_URI", `${path}/uri`, uri)
    else if (derefUri === undefined) tell("RELATIVE_URI_MISSING_DEREF_URI", `${path}/uri`, uri)
  }
  if (derefUri !== undefined && !BASE64.test(derefUri)) tell("INVALID_DEREF_URI", `${path}/derefUri`, "")
  if (mimeType !== undefined && !MIME_TYPE.test(mimeType)) tell("INVALID_MIME_TYPE", `${path}/mimeType`, mimeType)
  if (digest !== undefined && !DIGEST.test(digest)) tell("INVALID_DIGEST", `${path}/digest`, digest)
}

function checkHeights({ altitude, ceiling }: CapArea, path: string, index: number, tell: Tell): void {
  if (ceiling !== undefined && (altitude === undefined || ceiling <= altitude))
    tell("INVALID_ALTITUDE_CEILING_RANGE", `${path}/area[${index + 1}]/ceiling`, String(ceiling))
}

function isAbsolute(address: string): boolean {
  return ABSOLUTE.test(address) && URL.canParse(address)
}

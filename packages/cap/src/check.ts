import { fromCapTime } from "./cap-time.ts"
import type { CapAlert, CapArea, CapInfo, CapPolygon } from "./model.ts"
import { type CapFinding, finding } from "./rules.ts"

const HEADLINE_MAX = 160
const MARKUP = /<[a-z/!][^>]*>|&(?:[a-z]+|#\d+);/i
const MIME_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/

/** The rules between the values of a message, which its types cannot say. Errors first come from `readCap` or the model. */
export function checkCap(alert: CapAlert): CapFinding[] {
  return [...checkAlert(alert), ...alert.info.flatMap((info, i) => [...checkInfo(info, alert, `alert/info/${i}`)])]
}

function* checkAlert(alert: CapAlert): Generator<CapFinding> {
  const { msgType, references, scope, note } = alert
  if (msgType !== "Alert" && references.length === 0) yield finding("CAP-12", "alert/references", msgType)
  for (const { sender, identifier, sent } of references) {
    if (sender === alert.sender && identifier === alert.identifier) yield finding("CAP-13", "alert/references", identifier)
    if (fromCapTime(sent) > fromCapTime(alert.sent)) yield finding("CAP-13W", "alert/references", sent)
  }
  if ((msgType === "Error" || alert.status === "Exercise") && !note) yield finding("CAP-14", "alert/note", "absent")
  if ((scope === "Restricted") !== (alert.restriction !== undefined)) yield finding("CAP-15", "alert/restriction", scope)
  if (scope === "Private" && !alert.addresses) yield finding("CAP-16", "alert/addresses", "absent")
  for (const [i, one] of alert.info.entries())
    for (const other of alert.info.slice(i + 1))
      if (one.language !== other.language && one.description && one.description === other.description)
        yield finding("CAP-19", `alert/info/${i}/description`, one.description)
}

function* checkInfo(info: CapInfo, alert: CapAlert, path: string): Generator<CapFinding> {
  if (info.expires) {
    const begins = [alert.sent, info.effective, info.onset].filter((time) => time !== undefined).map(fromCapTime)
    if (begins.some((begin) => fromCapTime(info.expires!) <= begin)) yield finding("CAP-33", `${path}/expires`, info.expires)
  }
  if (info.headline && info.headline.length > HEADLINE_MAX) yield finding("CAP-28", `${path}/headline`, info.headline)
  for (const name of ["headline", "description", "instruction"] as const)
    if (MARKUP.test(info[name] ?? "")) yield finding("CAP-27", `${path}/${name}`, info[name]!)
  if (info.web && !isAbsolute(info.web)) yield finding("CAP-24", `${path}/web`, info.web)
  for (const [i, { uri, derefUri, mimeType }] of info.resource.entries()) {
    if (uri && !isAbsolute(uri) && !derefUri) yield finding("CAP-24", `${path}/resource/${i}/uri`, uri)
    if (!MIME_TYPE.test(mimeType)) yield finding("CAP-25", `${path}/resource/${i}/mimeType`, mimeType)
  }
  for (const [i, area] of info.area.entries()) yield* checkArea(area, `${path}/area/${i}`)
}

function* checkArea(area: CapArea, path: string): Generator<CapFinding> {
  const { altitude, ceiling } = area
  if (ceiling !== undefined && (altitude === undefined || ceiling <= altitude))
    yield finding("CAP-23", `${path}/ceiling`, String(ceiling))
  for (const [i, ring] of area.polygon.entries()) {
    const distinct = new Set(ring.map(String)).size
    if (distinct !== ring.length - 1 || twiceSignedArea(ring) === 0)
      yield finding("CAP-21", `${path}/polygon/${i}`, `${distinct} positions`)
  }
}

function twiceSignedArea(ring: CapPolygon): number {
  return ring.slice(1).reduce((sum, [lon, lat], i) => sum + ring[i]![0] * lat - lon * ring[i]![1], 0)
}

function isAbsolute(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) && URL.canParse(address)
}

import { type CapReading, isAlert, readAlert } from "./read.ts"
import { type CapFinding, finding } from "./rules.ts"
import { parseXml, type XmlElement, XmlRefused } from "./xml/parse-xml.ts"

/** What a feed tells of a message: the message itself, or where it is. */
export type CapFeedEntry =
  | { readonly kind: "alert"; readonly reading: CapReading }
  | {
      readonly kind: "link"
      /** As it stands there; nobody has looked whether it may be asked. */
      readonly href: string
      /** Changes when the message behind it does; empty when the feed does not say. */
      readonly updated: string
    }

export type CapFeedReading =
  | { readonly ok: true; readonly entries: readonly CapFeedEntry[] }
  | { readonly ok: false; readonly findings: readonly CapFinding[] }

const ATOM = "http://www.w3.org/2005/Atom"
const CAP_TYPE = "application/cap+xml"
/** The feed of a continent on a stormy day has some megabytes. */
const FEED_LIMITS = { chars: 8_000_000, elements: 300_000 }

/**
 * Reads what a service publishes: one CAP message, or a feed of them: Atom (RFC 4287), RSS 2.0, or an EDXL envelope. A message that
 * stands inside is read where it is; any other entry gives its link, at most one: the one of type `application/cap+xml`, else the one
 * that leads to the entry itself. A message that is refused does not hide the others.
 */
export function readCapFeed(xml: string): CapFeedReading {
  let root: XmlElement
  try {
    root = parseXml(xml, FEED_LIMITS)
  } catch (error) {
    if (error instanceof XmlRefused) return { ok: false, findings: [finding("CAP-01", `character ${error.at}`, error.message)] }
    throw error
  }
  const items = itemsOf(root)
  if (items) return { ok: true, entries: items.flatMap(entryOf) }
  const alerts = alertsIn(root)
  // Nothing in it is a message: the reading of its root says what it is instead.
  const readings = alerts.length > 0 ? alerts.map(readAlert) : [readAlert(root)]
  const [first] = readings
  if (alerts.length === 0 && first && !first.ok) return { ok: false, findings: first.findings }
  return { ok: true, entries: readings.map((reading) => ({ kind: "alert", reading })) }
}

function itemsOf({ name, namespace, children }: XmlElement): readonly XmlElement[] | undefined {
  if (name === "feed" && namespace === ATOM) return children.filter((child) => child.name === "entry" && child.namespace === ATOM)
  if (name !== "rss") return undefined
  return children.filter((child) => child.name === "channel").flatMap((channel) => channel.children.filter(isItem))
}

const isItem = ({ name, namespace }: XmlElement) => name === "item" && namespace === ""

function entryOf(item: XmlElement): CapFeedEntry[] {
  const inside = alertsIn(item)
  if (inside.length > 0) return inside.map((alert) => ({ kind: "alert", reading: readAlert(alert) }))
  const links = item.children.filter(({ name }) => name === "link")
  const link =
    links.find(({ attributes }) => attributes.get("type") === CAP_TYPE) ??
    links.find(({ attributes }) => ["alternate", undefined].includes(attributes.get("rel")))
  const href = (link?.attributes.get("href") ?? link?.text ?? "").trim()
  const updated = item.children.find(({ name }) => name === "updated" || name === "pubDate")?.text.trim() ?? ""
  return href === "" ? [] : [{ kind: "link", href, updated }]
}

/** A message does not stand inside another one, so the search ends at each. Depth is bounded by the reader. */
function alertsIn(element: XmlElement): XmlElement[] {
  return isAlert(element) ? [element] : element.children.flatMap(alertsIn)
}

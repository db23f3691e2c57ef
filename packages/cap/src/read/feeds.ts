import { textOf, type XmlElement } from "../xml/element.ts"
import type { XmlSource } from "../xml/xml-source.ts"
import type { Findings } from "./findings.ts"
import { isAlert } from "./read-alert.ts"

/** What a document is. */
export type CapKind = "alert" | "atom" | "rss" | "edxl-de" | "other"

/** A message that a feed only names. */
export interface CapLink {
  /** As it stands there; nobody has looked whether it may be asked. */
  readonly href: string
  /** Changes when the message behind it does; empty when the feed does not say. */
  readonly updated: string
}

/** What an EDXL-DE envelope says of itself, as far as lineage needs it. */
export interface CapDistribution {
  readonly id: string
  readonly sender: string
  /** As it stands there. */
  readonly sent: string
  /** Such as *Report*, *Update*, *Cancel*. */
  readonly type: string
  /** Envelopes that it is about: all of `distributionReference`. */
  readonly references: readonly { readonly id: string; readonly sender: string }[]
}

const ATOM = "http://www.w3.org/2005/Atom"
const EDXL = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
const CAP_TYPE = "application/cap+xml"
const inFeed = new Set("id title updated author category contributor generator icon link logo rights subtitle entry".split(" "))
const inEntry = new Set("id title updated author category content contributor link published rights source summary".split(" "))
const inEnvelope = "distributionID senderID dateTimeSent distributionStatus distributionType combinedConfidentiality".split(" ")

export function kindOf(root: XmlElement): CapKind {
  const { name, namespace } = root
  if (isAlert(root)) return "alert"
  if (name === "feed" && namespace === ATOM) return "atom"
  if (name === "rss" && namespace === "") return "rss"
  return name === "EDXLDistribution" && namespace === EDXL ? "edxl-de" : "other"
}

/** What a feed lacks, by RFC 4287, RSS 2.0, and EDXL-DE 1.0. */
export function checkFeed(kind: CapKind, root: XmlElement, source: XmlSource, findings: Findings): void {
  const need = (element: XmlElement, names: readonly string[]) => {
    for (const name of names) if (!has(element, name, source)) findings.add("MISSING_FEED_ELEMENT", element, name, name)
  }
  if (kind === "edxl-de") return need(root, inEnvelope)
  if (kind === "atom") {
    need(root, ["id", "title", "updated"])
    allow(root, inFeed, findings)
    const ids = new Set<string>()
    for (const entry of childrenOf(root, "entry")) {
      need(entry, ["id", "title", "updated"])
      allow(entry, inEntry, findings)
      const id = textIn(entry, "id", source)
      if (id !== "" && ids.has(id)) findings.add("DUPLICATE_FEED_ID", entry, id)
      ids.add(id)
    }
  }
  if (kind !== "rss") return
  const channels = childrenOf(root, "channel")
  if (channels.length === 0) findings.add("MISSING_FEED_ELEMENT", root, "channel", "channel")
  for (const channel of channels) {
    need(channel, ["title", "link", "description"])
    for (const item of childrenOf(channel, "item")) if (!has(item, "title", source)) need(item, ["description"])
  }
}

/** Undefined for what is no envelope, or does not say which one it is. */
export function distributionOf(kind: CapKind, root: XmlElement, source: XmlSource): CapDistribution | undefined {
  if (kind !== "edxl-de") return undefined
  const [id, sender] = [textIn(root, "distributionID", source), textIn(root, "senderID", source)]
  if (id === "" || sender === "") return undefined
  const references = childrenOf(root, "distributionReference").flatMap((element) =>
    // distributionID,senderID,dateTimeSent (EDXL-DE 1.0, section 3.2.1).
    textOf(source, element)
      .trim()
      .split(/\s+/)
      .flatMap((text) => {
        const [referred, by] = text.split(",")
        return referred && by ? [{ id: referred, sender: by }] : []
      }),
  )
  return { id, sender, sent: textIn(root, "dateTimeSent", source), type: textIn(root, "distributionType", source), references }
}

/** The links to messages that do not stand inside: of an entry at most one. */
export function linksOf(kind: CapKind, root: XmlElement, source: XmlSource): CapLink[] {
  const items =
    kind === "atom"
      ? childrenOf(root, "entry")
      : kind === "rss"
        ? childrenOf(root, "channel").flatMap((channel) => childrenOf(channel, "item"))
        : []
  return items.filter((item) => !holdsAlert(item)).flatMap((item) => linkOf(item, source))
}

/** The link of type `application/cap+xml`, else the one that leads to the entry itself. */
function linkOf(item: XmlElement, source: XmlSource): CapLink[] {
  const links = item.children.filter(({ name }) => name === "link")
  const link =
    links.find((one) => attribute(one, "type") === CAP_TYPE) ??
    links.find((one) => ["alternate", undefined].includes(attribute(one, "rel")))
  if (!link) return []
  const href = (attribute(link, "href") ?? textOf(source, link)).trim()
  return href === "" ? [] : [{ href, updated: textIn(item, "updated", source) || textIn(item, "pubDate", source) }]
}

function holdsAlert(element: XmlElement): boolean {
  return element.children.some((child) => isAlert(child) || holdsAlert(child))
}

function allow(element: XmlElement, names: ReadonlySet<string>, findings: Findings): void {
  for (const child of element.children)
    if (child.namespace === element.namespace && !names.has(child.name))
      findings.add("UNSUPPORTED_FEED_ELEMENT", child, child.name)
}

function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name && child.namespace === element.namespace)
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((one) => one.name === name && one.namespace === "")?.value
}

function textIn(element: XmlElement, name: string, source: XmlSource): string {
  const child = element.children.find((one) => one.name === name)
  return child ? textOf(source, child).trim() : ""
}

function has(element: XmlElement, name: string, source: XmlSource): boolean {
  return childrenOf(element, name).some((child) => child.children.length > 0 || textOf(source, child).trim() !== "")
}

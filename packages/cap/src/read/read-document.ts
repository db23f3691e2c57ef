import { checkBetween } from "../check/check-between.ts"
import type { CapAlert } from "../model.ts"
import { type CapProfile, profileOf } from "../profiles/profiles.ts"
import { type CapProblem, type CapVerdict, worstVerdict } from "../rules.ts"
import { type CapVersion, capVersions } from "../structure.ts"
import type { XmlElement } from "../xml/element.ts"
import { parseXml } from "../xml/parse-xml.ts"
import { readText } from "../xml/read-text.ts"
import { XmlRefused } from "../xml/xml-refused.ts"
import { XmlSource } from "../xml/xml-source.ts"
import { type CapDistribution, type CapKind, type CapLink, checkFeed, distributionOf, kindOf, linksOf } from "./feeds.ts"
import { Findings } from "./findings.ts"
import { pathOf } from "./path-of.ts"
import { AlertReader, isAlert } from "./read-alert.ts"

/** How much is read. A message has 100 kB at best and 900 kB at worst in the field, the feed of a continent some megabytes. */
export interface CapLimits {
  readonly bytes: number
  readonly elements: number
  readonly depth: number
  readonly attributes: number
}
export const capLimits: CapLimits = { bytes: 8_000_000, elements: 300_000, depth: 32, attributes: 32 }

export interface CapOptions {
  readonly profile?: CapProfile | undefined
  readonly limits?: Partial<CapLimits> | undefined
}

/** One message that stands in a document. */
export interface CapReading {
  /** Where it stands: `alert`, or `feed/entry[2]/content/alert`. */
  readonly path: string
  readonly verdict: CapVerdict
  readonly version: CapVersion
  /** As far as the verdict lets it be relied on: undefined for one that is rejected. */
  readonly alert: CapAlert | undefined
  /** How many signatures it has; nobody has verified them. */
  readonly signatures: number
  /** The message alone, as it stands in the document. */
  readonly xml: string
  readonly problems: readonly CapProblem[]
}

/** What a document is, the messages in it, and everything that is wrong with it. */
export interface CapDocument {
  /** The worst of the document and its messages. */
  readonly verdict: CapVerdict
  readonly kind: CapKind
  readonly alerts: readonly CapReading[]
  /** Messages that a feed only names. */
  readonly links: readonly CapLink[]
  /** Of an EDXL-DE envelope. */
  readonly distribution: CapDistribution | undefined
  /** Of the document, then of its messages in turn. */
  readonly problems: readonly CapProblem[]
}

/**
 * Reads whatever it is given: a CAP message of 1.0, 1.1, or 1.2, an Atom or RSS feed, an EDXL-DE envelope, or anything around
 * messages. Never throws for what stands in the document; what is wrong is in `problems`, and what could be read is read.
 *
 * @param input the bytes as they came; a text counts as UTF-8. Bytes are not copied: `xml` is cut out of them when it is asked for
 */
export function readCapDocument(input: Uint8Array | string, options: CapOptions = {}): CapDocument {
  const limits = options.limits ? { ...capLimits, ...options.limits } : capLimits
  const findings = new Findings()
  let root: XmlElement
  let source = nothing
  try {
    const read = readText(input, limits.bytes)
    const { encoding } = read
    source = read.source
    root = parseXml(source, limits)
    if (encoding !== undefined) findings.add("DECLARED_ENCODING", root, encoding)
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error
    findings.add(error.fault, `character ${source.placeInText(error.at)}`, error.found)
    return {
      verdict: findings.verdict,
      kind: "other",
      alerts: [],
      links: [],
      distribution: undefined,
      problems: findings.problems,
    }
  }
  const kind = kindOf(root)
  const elements = kind === "alert" ? [root] : alertsIn(root)
  if (kind !== "alert") checkFeed(kind, root, source, findings)
  const links = kind === "alert" ? [] : linksOf(kind, root, source)
  if (elements.length === 0 && kind === "other") findings.add("UNKNOWN_ROOT", root, `${root.name} ${root.namespace}`.trim())
  else if (kind === "other") findings.add("WRAPPED_ALERT", root, root.name)
  const alerts = elements.map((element) => readOne(element, source, options.profile))
  if (alerts.length > 1) findConflicts(alerts, findings)
  return {
    verdict: worstVerdict([findings.verdict, ...alerts.map(({ verdict }) => verdict)]),
    kind,
    alerts,
    links,
    distribution: distributionOf(kind, root, source),
    problems: alerts.length === 0 ? findings.problems : findings.problems.concat(...alerts.map(({ problems }) => problems)),
  }
}

/** The message of an element and everything that is wrong with it. */
export function readOne(element: XmlElement, source: XmlSource, profileName: CapProfile | undefined): CapReading {
  const findings = new Findings()
  const profile = profileOf(profileName)
  const version = capVersions.get(element.namespace) ?? "1.2"
  const { alert, signatures } = new AlertReader(source, version, findings, profile?.takesTime ?? never).read(element)
  const path = element.parent ? pathOf(element) : element.name
  if (alert) {
    const tell = findings.add.bind(findings)
    checkBetween(alert, path, tell)
    profile?.check(alert, path, tell)
  }
  const { verdict, problems } = findings
  const found = {
    path,
    verdict,
    version,
    alert: verdict === "reject" ? undefined : alert,
    signatures: signatures.length,
    problems,
  }
  return new Reading(found, source, element)
}

/** With its text made when it is asked for: most want the values only, and a text of everything takes as long as all of them. */
class Reading implements CapReading {
  readonly path: string
  readonly verdict: CapVerdict
  readonly version: CapVersion
  readonly alert: CapAlert | undefined
  readonly signatures: number
  readonly problems: readonly CapProblem[]
  readonly #source: XmlSource
  readonly #element: XmlElement

  constructor(found: Omit<CapReading, "xml">, source: XmlSource, element: XmlElement) {
    this.path = found.path
    this.verdict = found.verdict
    this.version = found.version
    this.alert = found.alert
    this.signatures = found.signatures
    this.problems = found.problems
    this.#source = source
    this.#element = element
  }

  get xml(): string {
    return this.#source.slice(this.#element.start, this.#element.end)
  }
}

const nothing = XmlSource.of("")
const never = () => false

/** A message does not stand inside another one, so the search ends at each. Depth is bounded by the reader. */
function alertsIn(element: XmlElement): XmlElement[] {
  return isAlert(element) ? [element] : element.children.flatMap(alertsIn)
}

/** The same names with another content: one of the two is not what it says. */
function findConflicts(alerts: readonly CapReading[], findings: Findings): void {
  const known = new Map<string, CapReading>()
  for (const reading of alerts) {
    if (!reading.alert) continue
    const { sender, identifier } = reading.alert
    const before = known.get(`${sender},${identifier}`)
    if (before && before.xml !== reading.xml) findings.add("RETRANSMISSION_CONFLICT", reading.path, identifier)
    known.set(`${sender},${identifier}`, reading)
  }
}

import { type CapDistribution, type CapReading, readCapDocument } from "@holdfast/cap"
import { mayBeAboutPerson } from "./about-person.ts"
import type { AlertsMapping } from "./alerts-mapping.ts"
import { ALERTS_MAX, type ReadAlerts } from "./answer.ts"
import { fromCap } from "./from-cap.ts"
import { type AlertRefusal, LIST_MAX, type NewAlert, type Reference } from "./new-alert.ts"
import { ORIGINAL_MAX_BYTES, type QuarantineReason, type SetAside } from "./original.ts"

type Options = Pick<AlertsMapping, "defects" | "signatures">

/**
 * What a message, a feed, or an envelope of CAP says. What is rejected, or cannot be mapped, is set aside with its problems, unless it
 * looks for a person: that is turned away unread.
 */
export function readCapFeed(options: Options, document: Uint8Array, address: string | undefined): ReadAlerts {
  const { kind, alerts: readings, links, distribution, problems, verdict } = readCapDocument(document)
  const alerts: NewAlert[] = []
  const refused: AlertRefusal[] = []
  const setAside: SetAside[] = []
  const lay = (aside: SetAside) => {
    const isPerson = mayBeAboutPerson(aside.octets)
    refused.push(isPerson ? "person" : aside.reason)
    if (!isPerson) setAside.push(aside)
  }
  const nobody = { sender: null, identifier: null }
  if (kind === "other" && readings.length + links.length === 0) {
    const reason = address === undefined ? "not-a-feed" : "not-an-alert"
    lay({ reason, octets: document, verdict, problems, ...nobody })
    return { alerts, refused, links: [], setAside }
  }
  // Nobody signs an envelope, so that it ends nothing where only what is signed counts.
  const envelope = options.signatures?.required === true ? undefined : distribution
  const envelopeEnds = envelope?.type === "Cancel"
  const ended: Reference[] = []
  for (const reading of readings.slice(0, ALERTS_MAX)) {
    const octets = kind === "alert" ? document : Buffer.from(reading.xml)
    const found = takeOne(options, reading, octets, address)
    if (typeof found === "string") {
      if (isLaidAside(found))
        lay({
          ...{ reason: found, octets, verdict: reading.verdict, problems: reading.problems },
          ...(reading.alert ? { sender: reading.alert.sender, identifier: reading.alert.identifier } : nobody),
        })
      else refused.push(found)
    } else if (envelopeEnds && found.act === "tell") ended.push(found)
    else alerts.push(within({ ...found, original: { octets, document, ...aboutOf(reading) } }, envelope))
  }
  if (readings.length > ALERTS_MAX) refused.push(...new Array<AlertRefusal>(readings.length - ALERTS_MAX).fill("too-many"))
  if (envelope && envelopeEnds && envelope.references.length + ended.length > 0) {
    const end = endOf(envelope, ended)
    if (end) alerts.push({ ...end, original: { octets: document, document, verdict, problems } })
    else lay({ reason: "envelope", octets: document, verdict, problems, sender: envelope.sender, identifier: envelope.id })
  }
  return { alerts, refused, links: links.slice(0, ALERTS_MAX), setAside }
}

const laidAside: ReadonlySet<string> = new Set<QuarantineReason>(["not-an-alert", "no-words", "too-large", "defects"])
const isLaidAside = (reason: AlertRefusal): reason is QuarantineReason => laidAside.has(reason)
const aboutOf = ({ verdict, problems }: CapReading) => ({ verdict, problems })

function takeOne(
  { defects }: Options,
  { alert, verdict }: CapReading,
  octets: Uint8Array,
  address: string | undefined,
): NewAlert | AlertRefusal {
  if (!alert) return "not-an-alert"
  const found = fromCap(alert, address)
  if (typeof found === "string") return found
  if (octets.byteLength > ORIGINAL_MAX_BYTES) return "too-large"
  return verdict === "accept-with-defects" && defects === "quarantine" ? "defects" : found
}

/** An envelope may say what its messages do not: which earlier one they take the place of. */
function within(alert: NewAlert, envelope: CapDistribution | undefined): NewAlert {
  if (!envelope) return alert
  const further = envelope.type === "Update" ? referencesOf(envelope) : []
  return {
    ...alert,
    references: [...alert.references, ...further].slice(0, LIST_MAX),
    distribution: { sender: envelope.sender, identifier: envelope.id },
  }
}

/** An envelope that takes earlier ones back, as a message that ends theirs; undefined when it does not say when. */
function endOf(envelope: CapDistribution, ended: readonly Reference[]): NewAlert | undefined {
  const sent = new Date(envelope.sent)
  if (!/T.*(?:Z|[+-]\d\d:\d\d)$/.test(envelope.sent) || Number.isNaN(sent.getTime())) return undefined
  const references = [...referencesOf(envelope), ...ended.map(({ sender, identifier }) => ({ sender, identifier }))]
  return {
    ...{ kind: "alert", sender: envelope.sender, identifier: envelope.id, sent, act: "end" },
    references: references.slice(0, LIST_MAX),
    ...{ texts: [], severity: "Unknown", urgency: "Unknown", certainty: "Unknown", onset: null, expires: sent },
    ...{ magnitude: null, depthKm: null, shape: null, geocodes: [], link: null },
  }
}

function referencesOf({ references }: CapDistribution): Reference[] {
  return references.map(({ id, sender }) => ({ sender, identifier: id }))
}

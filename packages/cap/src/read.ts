import type { z } from "zod"
import { CapAlert } from "./model.ts"
import { type CapFinding, type CapRule, finding } from "./rules.ts"
import { alertStructure, CAP_NAMESPACE, named, type Structure } from "./structure.ts"
import { parseXml, type XmlElement, XmlRefused } from "./xml/parse-xml.ts"

export type CapReading =
  | { readonly ok: true; readonly alert: CapAlert /** A signature is there; nobody has verified it. */; readonly signed: boolean }
  | { readonly ok: false; readonly findings: readonly CapFinding[] }

const SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
/** CAP 1.1 has the same elements in the same order, but for what 1.2 allows in addition. */
const namespaces: readonly string[] = [CAP_NAMESPACE, "urn:oasis:names:tc:emergency:cap:1.1"]
type Raw = { [name: string]: string | Raw | readonly (string | Raw)[] }

/**
 * Reads a CAP message from outside, or says by rule why it does not. Empty elements count as absent, since many senders write
 * them. What only `checkCap` remarks does not hinder reading.
 */
export function readCap(xml: string): CapReading {
  let root: XmlElement
  try {
    root = parseXml(xml)
  } catch (error) {
    if (error instanceof XmlRefused) return refused([finding("CAP-01", `character ${error.at}`, error.message)])
    throw error
  }
  return readAlert(root)
}

/** Whether an element is a CAP message of a version that we read. */
export function isAlert({ name, namespace }: Pick<XmlElement, "name" | "namespace">): boolean {
  return name === "alert" && namespaces.includes(namespace)
}

/** As `readCap`, of an element that was read already, such as one inside a feed. */
export function readAlert(root: XmlElement): CapReading {
  if (!isAlert(root)) return refused([finding("CAP-02", root.name, root.namespace)])
  const signed = root.children.some(isSignature)
  const children = root.children.filter((child) => !isSignature(child))
  const findings: CapFinding[] = []
  const raw = readParts({ ...root, children }, alertStructure, "alert", findings)
  return findings.length > 0 ? refused(findings) : judge(raw, signed)
}

/**
 * Reads a message that came as JSON: the elements of CAP as members, their texts as strings, repeated ones as lists, as services hand
 * it out beside the XML. Members that CAP does not have are passed over, because they are no part of the message.
 */
export function readCapJson(given: unknown): CapReading {
  return judge(rawOf(given, alertStructure) ?? {}, false)
}

function judge(raw: Raw, signed: boolean): CapReading {
  const parsed = CapAlert.safeParse(convert(raw))
  if (!parsed.success) return refused(parsed.error.issues.map((issue) => explain(issue, raw)))
  return { ok: true, alert: parsed.data, signed }
}

/** What stands in JSON where CAP has an element; undefined when nothing of the kind does. As deep as CAP is, and no deeper. */
function rawOf(given: unknown, structure: Structure): Raw | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined
  const raw: Raw = {}
  for (const [name, many, , holds] of structure) {
    const value: unknown = Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined
    const found = (Array.isArray(value) ? value : [value]).flatMap((one: unknown): (string | Raw)[] => {
      if (typeof holds !== "string") {
        const inner = rawOf(one, holds)
        return inner ? [inner] : []
      }
      return (typeof one === "string" && one.trim() !== "") || typeof one === "number" ? [String(one)] : []
    })
    if (found.length > 0) raw[name] = many === "many" ? found : found[0]!
  }
  return raw
}

function readParts(element: XmlElement, structure: Structure, path: string, findings: CapFinding[]): Raw {
  const raw: Raw = {}
  let reached = 0
  for (const child of element.children) {
    const index = structure.findIndex(([name]) => name === child.name)
    const part = structure[index]
    const here = `${path}/${child.name}`
    if (!part || child.namespace !== element.namespace) {
      findings.push(finding("CAP-03", here, "unknown element"))
      continue
    }
    if (index < reached) findings.push(finding("CAP-03", here, "out of order"))
    reached = Math.max(reached, index)
    const [name, many, , holds] = part
    if (typeof holds === "string" && child.children.length > 0) findings.push(finding("CAP-03", here, "elements inside a text"))
    if (isEmpty(child) || (holds === named && child.children.some(isEmpty))) continue
    const value =
      typeof holds === "string" ? (holds === "token" ? child.text.trim() : child.text) : readParts(child, holds, here, findings)
    if (many === "many") raw[name] = [...((raw[name] as readonly (string | Raw)[]) ?? []), value]
    else if (name in raw) findings.push(finding("CAP-03", here, "comes twice"))
    else raw[name] = value
  }
  for (const [name, , needed] of structure)
    if (needed === "needed" && !(name in raw)) findings.push(finding("CAP-04", `${path}/${name}`, "absent or empty"))
  return raw
}

function convert(raw: Raw): unknown {
  const { references, info, ...rest } = raw
  return {
    ...rest,
    ...(typeof references === "string" && { references: references.split(/\s+/).map(toReference) }),
    info: ((info ?? []) as readonly Raw[]).map((block) => ({
      ...block,
      resource: ((block["resource"] ?? []) as readonly Raw[]).map((resource) => withNumbers(resource, ["size"])),
      area: ((block["area"] ?? []) as readonly Raw[]).map((area) => ({
        ...withNumbers(area, ["altitude", "ceiling"]),
        polygon: ((area["polygon"] ?? []) as readonly string[]).map((text) => text.split(/\s+/).map(toLonLat)),
        circle: ((area["circle"] ?? []) as readonly string[]).map((text) => {
          const [center = "", radius = "", ...more] = text.split(/\s+/)
          return { center: toLonLat(center), radiusKm: more.length === 0 ? toNumber(radius) : Number.NaN }
        }),
      })),
    })),
  }
}

function toReference(text: string): unknown {
  const [sender, identifier, sent, ...more] = text.split(",")
  return { sender, identifier, sent: more.length === 0 ? sent : text }
}

function toLonLat(text: string): [number, number] {
  const [lat = "", lon = "", ...more] = text.split(",")
  return [more.length === 0 ? toNumber(lon) : Number.NaN, toNumber(lat)]
}

function withNumbers(raw: Raw, names: readonly string[]): Record<string, unknown> {
  const given = names.filter((name) => name in raw)
  return { ...raw, ...Object.fromEntries(given.map((name) => [name, toNumber(raw[name] as string)])) }
}

function toNumber(text: string): number {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN
}

const ruleOfField: Readonly<Record<string, CapRule>> = {
  identifier: "CAP-05",
  sender: "CAP-05",
  sent: "CAP-06",
  effective: "CAP-06",
  onset: "CAP-06",
  expires: "CAP-06",
  status: "CAP-08",
  msgType: "CAP-08",
  scope: "CAP-08",
  category: "CAP-08",
  responseType: "CAP-08",
  urgency: "CAP-08",
  severity: "CAP-08",
  certainty: "CAP-08",
  language: "CAP-09",
  references: "CAP-11",
  polygon: "CAP-20",
  circle: "CAP-22",
  altitude: "CAP-23",
  ceiling: "CAP-23",
  size: "CAP-25",
}

function explain(issue: z.core.$ZodIssue, raw: Raw): CapFinding {
  const names = issue.path.filter((step) => typeof step === "string")
  const rule = names.map((name) => ruleOfField[name]).find((found) => found !== undefined) ?? "CAP-36"
  let found: unknown = raw
  for (const step of issue.path) {
    if (found === null || typeof found !== "object") break
    found = (found as Record<PropertyKey, unknown>)[step]
  }
  return finding(rule, `alert/${issue.path.join("/")}`, typeof found === "string" ? found : issue.message)
}

function isEmpty(element: XmlElement): boolean {
  return element.children.length === 0 && element.text.trim() === ""
}

function isSignature(element: XmlElement): boolean {
  return element.namespace === SIGNATURE_NAMESPACE && element.name === "Signature"
}

function refused(findings: readonly CapFinding[]): CapReading {
  return { ok: false, findings }
}

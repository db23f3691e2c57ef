import { mendCapTime } from "../cap-time.ts"
import { type CapAlert, type CapInfo, type CapNamed, type CapReference, type CapResource, capValues } from "../model.ts"
import { readDecimal } from "../shape/decimal.ts"
import { alertStructure, type CapVersion, capVersions, infoStructure, namedStructure, resourceStructure } from "../structure.ts"
import { textOf, type XmlElement } from "../xml/element.ts"
import { AreaReader } from "./read-area.ts"

const SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
/** Identifier and sender: no spaces, commas, or characters that XML restricts (CAP 1.2, section 3.2.1). */
const TOKEN = /^[^\s,&<]+$/
const LANGUAGE = /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/
const sets = Object.fromEntries(
  Object.entries(capValues).map(([name, values]) => [name, new Set<string>(values)]),
) as unknown as Readonly<Record<keyof typeof capValues, ReadonlySet<string>>>
/** CAP 1.0 had a value between two of ours. */
const earlierValues: Readonly<Record<string, string>> = { "Very Likely": "Likely" }

/** What an alert element is as a message; undefined where it has not even what every message needs. */
export interface AlertOfElement {
  readonly alert: CapAlert | undefined
  readonly version: CapVersion
  /** Its signatures, verified by nobody. */
  readonly signatures: readonly XmlElement[]
}

/** Whether an element is a CAP message of a version that we read. */
export function isAlert({ name, namespace }: Pick<XmlElement, "name" | "namespace">): boolean {
  return name === "alert" && capVersions.has(namespace)
}

/** Whether an element is an XML signature. */
export function isSignature({ name, namespace }: Pick<XmlElement, "name" | "namespace">): boolean {
  return name === "Signature" && namespace === SIGNATURE_NAMESPACE
}

/** Reads the elements of one message; what is wrong goes to the findings, and reading goes on. */
export class AlertReader extends AreaReader {
  read(element: XmlElement): AlertOfElement {
    const signatures: XmlElement[] = []
    const code: string[] = []
    const info: CapInfo[] = []
    const text: (string | undefined)[] = new Array<undefined>(13).fill(undefined)
    let seen = 0
    let reached = 0
    let isComplete = true
    for (let child = element.first; child; child = child.next) {
      if (isSignature(child)) {
        signatures.push(child)
        continue
      }
      if (child.name === "password" && child.namespace === element.namespace) {
        this.findings.add("PASSWORD_DEPRECATED", child, "")
        continue
      }
      const index = this.enter(child, element, alertStructure, seen, reached)
      if (index < 0) continue
      seen |= 1 << index
      if (index > reached) reached = index
      if (index === 13) {
        const block = this.#info(child)
        if (block) info.push(block)
        else isComplete = false
      } else {
        const value = this.text(child, alertStructure, index)
        if (value === undefined) continue
        if (index === 9) code.push(value)
        else text[index] = value
      }
    }
    const [identifier, sender, sent, status, msgType, source, given, restriction, addresses, , note, references, incidents] = text
    // CAP 1.0 let the scope be left out.
    const scope = given ?? (this.version === "1.0" ? "Public" : undefined)
    this.requireAll(element, alertStructure, filledOf(text) | (scope ? 1 << 6 : 0))
    if (identifier !== undefined && !TOKEN.test(identifier))
      this.findings.add("INVALID_IDENTIFIER", this.child(element, "identifier"), identifier)
    if (sender !== undefined && !TOKEN.test(sender)) this.findings.add("INVALID_SENDER", this.child(element, "sender"), sender)
    const sentAt = this.#time(element, "sent", sent)
    const values = [
      this.#value(element, "status", status),
      this.#value(element, "msgType", msgType),
      this.#value(element, "scope", scope),
    ] as const
    const alert =
      isComplete && identifier && sender && sentAt && values[0] && values[1] && values[2] && this.findings.verdict !== "reject"
        ? {
            ...{ identifier, sender, sent: sentAt, status: values[0], msgType: values[1], source, scope: values[2] },
            ...{ restriction, addresses, code, note, references: this.#references(element, references), incidents, info },
          }
        : undefined
    return { alert, version: this.version, signatures }
  }

  #info(element: XmlElement): CapInfo | undefined {
    const category: string[] = []
    const responseType: string[] = []
    const eventCode: CapNamed[] = []
    const parameter: CapNamed[] = []
    const resource: CapResource[] = []
    const area: CapInfo["area"][number][] = []
    const text: (string | undefined)[] = new Array<undefined>(18).fill(undefined)
    let seen = 0
    let reached = 0
    let isComplete = true
    for (let child = element.first; child; child = child.next) {
      const index = this.enter(child, element, infoStructure, seen, reached)
      if (index < 0) continue
      seen |= 1 << index
      if (index > reached) reached = index
      if (index === 20) {
        const place = this.area(child)
        if (place) area.push(place)
        else isComplete = false
      } else if (index === 18 || index === 8) {
        const pair = this.named(child)
        if (pair) (index === 8 ? eventCode : parameter).push(pair)
      } else if (index === 19) {
        const found = this.#resource(child)
        if (found) resource.push(found)
      } else {
        const value = this.text(child, infoStructure, index)
        if (value === undefined) continue
        if (index === 1 || index === 3) {
          const known = this.#value(child, index === 1 ? "category" : "responseType", value, child)
          if (known) (index === 1 ? category : responseType).push(known)
        } else text[index] = value
      }
    }
    // CAP 1.0 let the category be left out.
    this.requireAll(element, infoStructure, filledOf(text) | (category.length > 0 || this.version === "1.0" ? 0b10 : 0))
    const language = text[0]
    if (language !== undefined && !LANGUAGE.test(language))
      this.findings.add("INVALID_LANGUAGE", this.child(element, "language"), language)
    const urgency = this.#value(element, "urgency", text[4])
    const severity = this.#value(element, "severity", text[5])
    const certainty = this.#value(element, "certainty", text[6])
    const [effective, onset, expires] = [
      this.#time(element, "effective", text[9]),
      this.#time(element, "onset", text[10]),
      this.#time(element, "expires", text[11]),
    ]
    const event = text[2]
    if (!isComplete || !event || !urgency || !severity || !certainty) return undefined
    return {
      language: language !== undefined && LANGUAGE.test(language) ? language : undefined,
      category,
      event,
      responseType,
      urgency,
      severity,
      certainty,
      audience: text[7],
      eventCode,
      effective,
      onset,
      expires,
      senderName: text[12],
      headline: text[13],
      description: text[14],
      instruction: text[15],
      web: text[16],
      contact: text[17],
      parameter,
      resource,
      area,
    } as CapInfo
  }

  #resource(element: XmlElement): CapResource | undefined {
    const text: (string | undefined)[] = new Array<undefined>(6).fill(undefined)
    let seen = 0
    let reached = 0
    for (let child = element.first; child; child = child.next) {
      const index = this.enter(child, element, resourceStructure, seen, reached)
      if (index < 0) continue
      seen |= 1 << index
      if (index > reached) reached = index
      text[index] = this.text(child, resourceStructure, index)
    }
    const [resourceDesc, mimeType, sizeText, uri, derefUri, digest] = text
    const filled = (resourceDesc ? 1 : 0) | (mimeType || this.version !== "1.2" ? 2 : 0)
    this.requireAll(element, resourceStructure, filled)
    const size = sizeText === undefined ? undefined : readDecimal(sizeText)
    const isSize = size === undefined ? sizeText === undefined : Number.isSafeInteger(size) && size >= 0
    if (!isSize) this.findings.add("INVALID_RESOURCE_SIZE", this.child(element, "size"), sizeText ?? "")
    return resourceDesc ? { resourceDesc, mimeType, size: isSize ? size : undefined, uri, derefUri, digest } : undefined
  }

  #value<K extends keyof typeof capValues>(
    element: XmlElement,
    name: K,
    text: string | undefined,
    place?: XmlElement,
  ): (typeof capValues)[K][number] | undefined {
    if (text === undefined) return undefined
    const value = this.version === "1.0" ? (earlierValues[text] ?? text) : text
    if (sets[name].has(value)) return value as (typeof capValues)[K][number]
    this.findings.add("INVALID_ENUM_VALUE", place ?? this.child(element, name), text)
    return undefined
  }

  #time(element: XmlElement, name: string, text: string | undefined): string | undefined {
    if (text === undefined) return undefined
    const time = mendCapTime(text)
    if (time === undefined) this.findings.add("INVALID_DATE", this.child(element, name), text)
    else if (time !== text && !this.takesTime(text)) this.findings.add("INVALID_TIME_FORMAT", this.child(element, name), text)
    return time
  }

  #references(element: XmlElement, text: string | undefined): CapReference[] {
    const found: CapReference[] = []
    for (const triple of text?.split(/\s+/) ?? []) {
      const [sender, identifier, written, ...more] = triple.split(",")
      const sent = written === undefined ? undefined : mendCapTime(written)
      if (sender && identifier && sent && more.length === 0) {
        found.push({ sender, identifier, sent })
        if (sent !== written) this.findings.add("INVALID_TIME_FORMAT", this.child(element, "references"), written!)
      } else this.findings.add("INVALID_REFERENCES", this.child(element, "references"), triple)
    }
    return found
  }

  /** A name with its value, or in CAP 1.0 the text `name=value`; undefined when either is empty. */
  protected named(element: XmlElement): CapNamed | undefined {
    if (this.version === "1.0" && element.first === undefined) {
      const text = textOf(this.source, element).trim()
      const equals = text.indexOf("=")
      const [valueName, value] = equals < 0 ? ["", text] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()]
      if (value !== "") return { valueName, value }
      this.findings.add("EMPTY_ELEMENT", element, element.name)
      return undefined
    }
    let valueName: string | undefined
    let value: string | undefined
    let seen = 0
    let reached = 0
    for (let child = element.first; child; child = child.next) {
      const index = this.enter(child, element, namedStructure, seen, reached)
      if (index < 0) continue
      seen |= 1 << index
      if (index > reached) reached = index
      const text = this.text(child, namedStructure, index, true)
      if (index === 0) valueName = text
      else value = text
    }
    if (valueName !== undefined && value !== undefined) return { valueName, value }
    if (seen !== 3) this.requireAll(element, namedStructure, seen)
    return undefined
  }
}

function filledOf(text: readonly (string | undefined)[]): number {
  let mask = 0
  for (let index = 0; index < text.length; index += 1) if (text[index] !== undefined) mask |= 1 << index
  return mask
}

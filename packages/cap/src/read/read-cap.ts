import type { CapAlert } from "../model.ts"
import { type CapProblem, problemOf } from "../rules.ts"
import { alertStructure, CAP_NAMESPACE, type Structure } from "../structure.ts"
import { XmlElement } from "../xml/element.ts"
import { XmlSource } from "../xml/xml-source.ts"
import { type CapOptions, readCapDocument, readOne } from "./read-document.ts"

/** One message, or why there is none; `problems` are those that were read around as well. */
export type CapMessage =
  | {
      readonly ok: true
      readonly alert: CapAlert
      /** A signature is there; nobody has verified it. */
      readonly signed: boolean
      readonly problems: readonly CapProblem[]
    }
  | { readonly ok: false; readonly problems: readonly CapProblem[] }

/** Reads a document that is one message. As `readCapDocument` for the rest: never throws, reads around defects, and tells them. */
export function readCap(input: Uint8Array | string, options?: CapOptions): CapMessage {
  const { kind, alerts, problems } = readCapDocument(input, options)
  const [reading] = alerts
  if (kind === "alert" && reading?.alert) return { ok: true, alert: reading.alert, signed: reading.signatures > 0, problems }
  const isOther = kind !== "alert" && problems.every(({ code }) => code !== "UNKNOWN_ROOT")
  return { ok: false, problems: isOther ? [...problems, problemOf("UNKNOWN_ROOT", kind, kind)] : problems }
}

/**
 * Reads a message that came as JSON: the elements of CAP as members, their texts as strings, repeated ones as lists, as services hand
 * it out beside the XML. Members that CAP does not have are passed over, because they are no part of the message.
 */
export function readCapJson(given: unknown): CapMessage {
  const root = new XmlElement("alert", CAP_NAMESPACE, undefined, [], 0)
  fill(root, given, alertStructure)
  const { alert, problems } = readOne(root, XmlSource.of(""), undefined)
  return alert ? { ok: true, alert, signed: false, problems } : { ok: false, problems }
}

/** Makes elements of what stands in JSON where CAP has one. As deep as CAP is, and no deeper. */
function fill(parent: XmlElement, given: unknown, structure: Structure): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return
  let last: XmlElement | undefined
  for (const [name, , , holds] of structure.parts) {
    const value: unknown = Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined
    for (const one of (Array.isArray(value) ? value : [value]) as readonly unknown[]) {
      const element = new XmlElement(name, CAP_NAMESPACE, parent, [], 0)
      if (typeof holds === "string") {
        if (typeof one !== "number" && (typeof one !== "string" || one.trim() === "")) continue
        element.text = String(one)
      } else {
        fill(element, one, holds)
        if (!element.first) continue
      }
      if (last) last.next = element
      else parent.first = element
      last = element
    }
  }
}

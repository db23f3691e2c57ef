import type { CapAlertInput } from "./model.ts"
import { readCap } from "./read/read-cap.ts"
import { type CapProblem, problemOf } from "./rules.ts"
import { decimal } from "./shape/write-decimal.ts"
import { ringText } from "./shape/write-ring.ts"
import { alertStructure, CAP_NAMESPACE, type Structure } from "./structure.ts"
import { escapeXml, findNonXml } from "./xml/xml-text.ts"

/** A message breaks a rule, so it was not written. */
export class CapNotWritten extends Error {
  override readonly name = "CapNotWritten"
  readonly problems: readonly CapProblem[]
  constructor(problems: readonly CapProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join("; "))
    this.problems = problems
  }
}

declare const written: unique symbol
/** The text of a message as `writeCap` gave it: canonical, which is what `signCap` counts on. */
export type CapXml = string & { readonly [written]: true }

export const declaration = `<?xml version="1.0" encoding="UTF-8"?>\n`

/**
 * Writes a message as CAP 1.2 XML: elements in the order of the schema, no empty ones, latitude before longitude. The same message
 * always gives the same bytes, and these are canonical by construction: what a signature is made over is the text as it is. Strict:
 * throws `CapNotWritten` for a message that breaks a rule with severity error, or has a value that reads as nothing.
 */
export function writeCap(message: CapAlertInput): CapXml {
  const xml = `${declaration}${writeElement(message)}\n`
  const reading = readCap(xml)
  if (reading.problems.some(({ code }) => code === "INVALID_CHARACTERS")) assertTexts({ ...message }, alertStructure, "alert")
  const errors = reading.problems.filter(({ code, severity }) => severity === "error" || code === "EMPTY_ELEMENT")
  if (errors.length > 0) throw new CapNotWritten(errors)
  return xml as CapXml
}

/** The alert element, canonical. */
function writeElement(message: CapAlertInput): string {
  const { references, info, ...rest } = message
  const shaped = {
    ...rest,
    references: references?.map(({ sender, identifier, sent }) => `${sender},${identifier},${sent}`).join(" ") || undefined,
    info: info?.map(({ area, ...block }) => ({
      ...block,
      area: area?.map(({ polygon, circle, ...place }) => ({
        ...place,
        polygon: polygon?.map(ringText),
        circle: circle?.map(({ center, radiusKm }) => `${position(center)} ${decimal(radiusKm)}`),
      })),
    })),
  }
  return `<alert xmlns="${CAP_NAMESPACE}">\n${writeParts(shaped, alertStructure, "  ")}</alert>`
}

function writeParts(value: Readonly<Record<string, unknown>>, structure: Structure, indent: string): string {
  let written = ""
  for (const [name, , , holds] of structure.parts) {
    const found = value[name]
    if (found === undefined) continue
    const items: readonly unknown[] = Array.isArray(found) ? found : [found]
    for (const item of items) {
      if (typeof holds !== "string")
        written += `${indent}<${name}>\n${writeParts(item as Record<string, unknown>, holds, `${indent}  `)}${indent}</${name}>\n`
      else written += `${indent}<${name}>${typeof item === "number" ? decimal(item) : escapeXml(String(item))}</${name}>\n`
    }
  }
  return written
}

/** Throws for the first text that XML cannot hold, with its place. */
function assertTexts(value: Readonly<Record<string, unknown>>, structure: Structure, path: string): void {
  for (const [name, many, , holds] of structure.parts) {
    const found = value[name]
    const items: readonly unknown[] = Array.isArray(found) ? found : [found]
    for (const [i, item] of items.entries()) {
      const place = many === "many" ? `${path}/${name}[${i + 1}]` : `${path}/${name}`
      if (typeof holds !== "string" && typeof item === "object" && item !== null)
        assertTexts(item as Record<string, unknown>, holds, place)
      const character = typeof item === "string" && findNonXml(item)
      if (character) throw new CapNotWritten([problemOf("INVALID_CHARACTERS", place, character)])
    }
  }
}

function position(at: readonly [number, number]): string {
  return `${decimal(at[1])},${decimal(at[0])}`
}

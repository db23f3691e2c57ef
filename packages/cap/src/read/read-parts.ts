import type { CapVersion, Structure } from "../structure.ts"
import { textOf, type XmlElement } from "../xml/element.ts"
import type { XmlSource } from "../xml/xml-source.ts"
import type { Findings } from "./findings.ts"

/** What is the same for each element of a message: known, in order, not too often, and not empty. */
export abstract class PartReader {
  protected readonly source: XmlSource
  protected readonly version: CapVersion
  protected readonly findings: Findings
  /** Whether a time that CAP writes otherwise is right by the profile. */
  protected readonly takesTime: (text: string) => boolean

  constructor(source: XmlSource, version: CapVersion, findings: Findings, takesTime: (text: string) => boolean) {
    this.source = source
    this.version = version
    this.findings = findings
    this.takesTime = takesTime
  }

  /** The number of a child in its structure, by what came before it; -1 for one that is passed over. */
  protected enter(child: XmlElement, parent: XmlElement, structure: Structure, seen: number, reached: number): number {
    const index = structure.indexOf.get(child.name)
    if (index === undefined || child.namespace !== parent.namespace) {
      this.findings.add("UNSUPPORTED_ELEMENT", child, child.name)
      return -1
    }
    if (index < reached) this.findings.add("INVALID_SEQUENCE", child, child.name)
    if ((seen & (1 << index)) !== 0 && (structure.many & (1 << index)) === 0) {
      this.findings.add("DUPLICATE_ELEMENT", child, child.name)
      return -1
    }
    return index
  }

  /** The text of a part; undefined when it is empty. */
  protected text(child: XmlElement, structure: Structure, index: number, isOptional = false): string | undefined {
    if (child.first) this.findings.add("UNSUPPORTED_ELEMENT", child.first, child.first.name)
    else if (child.text === undefined && isSolid(this.source.bytes[child.from]!) && isSolid(this.source.bytes[child.to - 1]!)) {
      // The most frequent case: nothing to trim, nothing to decode.
      if (child.from !== child.to) return this.source.slice(child.from, child.to)
    }
    const text = textOf(this.source, child)
    const trimmed = text.trim()
    if (trimmed === "") {
      if (isOptional || (structure.needed & (1 << index)) === 0) this.findings.add("EMPTY_ELEMENT", child, child.name)
      return undefined
    }
    return structure.parts[index]![3] === "token" ? trimmed : text
  }

  protected isEmpty(element: XmlElement): boolean {
    return element.first === undefined && (element.text === undefined ? element.from === element.to : element.text.trim() === "")
  }

  /** Each part that must be there and is not. */
  protected requireAll(element: XmlElement, structure: Structure, filled: number): void {
    const missing = structure.needed & ~filled
    if (missing === 0) return
    for (const [index, [name]] of structure.parts.entries())
      if ((missing & (1 << index)) !== 0) this.findings.add("MISSING_REQUIRED_ELEMENT", element, name, name)
  }

  /** The first child of a name, or the element itself: only where something is wrong with it. */
  protected child(element: XmlElement, name: string): XmlElement {
    return element.children.find((child) => child.name === name) ?? element
  }
}

/** A byte of ASCII that is no white space; of other characters a byte does not tell. */
const isSolid = (byte: number) => byte > 0x20 && byte < 0x7f

import type { XmlSource } from "./xml-source.ts"

/** An attribute of no namespace, or of one (`name` without its prefix); declarations of namespaces are not among them. */
export interface XmlAttribute {
  readonly name: string
  readonly namespace: string
  readonly value: string
}

/**
 * An element with its namespace. Children are a chain, and text that is one run of the source stays there until somebody asks for
 * it: a message has thousands of elements, and nothing is made for them that nobody reads.
 */
export class XmlElement {
  readonly name: string
  readonly namespace: string
  readonly parent: XmlElement | undefined
  readonly attributes: readonly XmlAttribute[]
  /** Where its start tag begins. */
  readonly start: number
  /** One behind its end tag. */
  end = 0
  /** Where its text stands, when it is one run without references. */
  from = 0
  to = 0
  /** Its text, when it is not one run; what stands directly in it, character data sections included. */
  text: string | undefined = undefined
  first: XmlElement | undefined = undefined
  next: XmlElement | undefined = undefined

  constructor(
    name: string,
    namespace: string,
    parent: XmlElement | undefined,
    attributes: readonly XmlAttribute[],
    start: number,
  ) {
    this.name = name
    this.namespace = namespace
    this.parent = parent
    this.attributes = attributes
    this.start = start
  }

  /** Its children as a list, made for each call. */
  get children(): XmlElement[] {
    const found: XmlElement[] = []
    for (let child = this.first; child; child = child.next) found.push(child)
    return found
  }
}

/** Text of an element as it stands, references resolved; whitespace alone between children counts as none. */
export function textOf(source: XmlSource, element: XmlElement): string {
  return element.text ?? (element.from === element.to ? "" : source.slice(element.from, element.to))
}

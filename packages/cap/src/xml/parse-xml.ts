import { textOf, type XmlAttribute, XmlElement } from "./element.ts"
import { endOfName, isAt, nameAt } from "./names.ts"
import { decodeReferences } from "./references.ts"
import { Scope } from "./scope.ts"
import { XmlRefused } from "./xml-refused.ts"
import type { XmlSource } from "./xml-source.ts"

/** How much of a document is read. */
export interface XmlLimits {
  readonly elements: number
  readonly depth: number
  readonly attributes: number
}

/**
 * Reads well-formed XML 1.0 with namespaces into a tree, with bounded depth and number of elements. A document type declaration is
 * refused whole, and with it every entity that it could declare: nothing can be expanded and nothing fetched. Line ends are line
 * feeds already (`readText`). Throws `XmlRefused`.
 */
export function parseXml(source: XmlSource, limits: XmlLimits): XmlElement {
  return new Parser(source, limits).run()
}

const none: readonly XmlAttribute[] = []

class Parser {
  readonly #source: XmlSource
  readonly #bytes: Uint8Array
  readonly #limits: XmlLimits
  #at = 0
  /** The open elements by depth: how long their names are, the child that came last, and what prefixes mean inside. */
  readonly #lengths: number[] = []
  readonly #lasts: (XmlElement | undefined)[] = []
  readonly #scopes: Scope[] = [Scope.outermost]
  /** The next place with a reference, and with an end of a section, at or after the place that was asked for. */
  #reference: number
  #sectionEnd: number

  constructor(source: XmlSource, limits: XmlLimits) {
    this.#source = source
    this.#bytes = source.bytes
    this.#limits = limits
    this.#reference = this.#next("&", 0)
    this.#sectionEnd = this.#next("]]>", 0)
  }

  /** One loop with everything at hand that most of a message consists of; the rest is done by the methods. */
  run(): XmlElement {
    const bytes = this.#bytes
    const { latin } = this.#source
    const to = endOf(bytes)
    // It ends with a tag, or it is cut short. So each loop below ends at a > at the latest, and need not ask for the end.
    if (bytes[to - 1] !== 62) this.#refuse(to === 0 ? "no element" : "it does not end with a tag")
    const { elements: elementsMax, depth: depthMax } = this.#limits
    let root: XmlElement | undefined
    let open: XmlElement | undefined
    let [depth, elements] = [0, 0]
    let at = isAt(bytes, "<?xml", 0) && isSpace(bytes[5]!) ? this.#find("?>", 0) + 2 : 0
    while (at < to) {
      let from = at
      let code = bytes[at]!
      while (code <= 32) code = bytes[(at += 1)]!
      if (code !== 60) {
        this.#at = at
        const end = latin.indexOf("<", at)
        if (!open) this.#refuse("text outside the outermost element")
        if (end < 0) this.#refuse("it ends in the middle of a text")
        this.#take(open, from, end)
        from = end
        at = end
      }
      const second = bytes[at + 1]!
      this.#at = at
      if (second === 47) {
        if (!open) this.#refuse("an end tag that closes nothing")
        // Whitespace alone is no text, unless it goes on after a comment or a section.
        if (from < at && hasText(open)) this.#take(open, from, at)
        depth -= 1
        at = this.#endTag(open, this.#lengths[depth]!)
        open.end = at
        open = open.parent
      } else if (second === 33) {
        if (open && from < at) this.#take(open, from, at)
        at = this.#exclamation(open)
      } else if (second === 63) at = this.#instruction()
      else {
        elements += 1
        if (elements > elementsMax) throw new XmlRefused("TOO_LARGE", `${elementsMax} elements`, at)
        if (depth >= depthMax) throw new XmlRefused("TOO_DEEP", String(depthMax), at)
        if (root && !open) this.#refuse("a second outermost element")
        const element = this.#startTag(open, depth)
        at = this.#at
        if (open) {
          const last = this.#lasts[depth]
          if (last) last.next = element
          else open.first = element
          this.#lasts[depth] = element
        } else root = element
        if (element.end === 0) {
          depth += 1
          this.#lasts[depth] = undefined
          open = element
        }
      }
    }
    if (open) this.#refuse(`<${this.#tagOf(open, this.#lengths[depth - 1]!)}> is not closed`)
    return root ?? this.#refuse("no element")
  }

  #take(element: XmlElement, from: number, end: number): void {
    if (this.#sectionEnd < from) this.#sectionEnd = this.#next("]]>", from)
    if (this.#sectionEnd < end) this.#refuse("]]> outside a section of character data")
    if (this.#reference < from) this.#reference = this.#next("&", from)
    if (this.#reference >= end && !hasText(element)) {
      element.from = from
      element.to = end
    } else
      this.#append(
        element,
        this.#reference < end ? decodeReferences(this.#source.slice(from, end), from) : this.#source.slice(from, end),
      )
  }

  #append(element: XmlElement, text: string): void {
    element.text = textOf(this.#source, element) + text
  }

  /** Goes over a comment or a section of character data; gives the place behind it. */
  #exclamation(element: XmlElement | undefined): number {
    const source = this.#source
    const bytes = this.#bytes
    const at = this.#at
    if (isAt(bytes, "<!--", at)) {
      const end = this.#find("--", at + 4)
      if (bytes[end + 2] !== 62) this.#refuse("-- inside a comment")
      return end + 3
    }
    if (!isAt(bytes, "<![CDATA[", at)) throw new XmlRefused("DOCUMENT_TYPE", source.slice(at, at + 40), at)
    const end = this.#find("]]>", at)
    this.#append(element ?? this.#refuse("character data outside the outermost element"), source.slice(at + 9, end))
    return end + 3
  }

  #instruction(): number {
    const end = endOfName(this.#source, this.#at + 2)
    if (/^xml$/i.test(this.#source.slice(this.#at + 2, end))) this.#refuse("a second XML declaration, or one that is not first")
    return this.#find("?>", end) + 2
  }

  /** Reads a start tag; an element that is empty has its end. */
  #startTag(parent: XmlElement | undefined, depth: number): XmlElement {
    const source = this.#source
    const bytes = this.#bytes
    const start = this.#at
    const end = endOfName(source, start + 1)
    const tag = nameAt(source, start + 1, end)
    const outer = this.#scopes[depth]!
    let code = bytes[end]!
    let element: XmlElement
    if (code === 62 || code === 47) {
      this.#at = end
      element = this.#element(outer, tag, parent, none, start)
      this.#scopes[depth + 1] = outer
    } else {
      this.#at = end
      const given = this.#attributes()
      const scope = outer.within(given, this.#refuseBound)
      code = bytes[this.#at]!
      element = this.#element(scope, tag, parent, given.length === 0 ? none : scope.attributes(given, this.#refuseBound), start)
      this.#scopes[depth + 1] = scope
    }
    this.#lengths[depth] = end - start - 1
    if (code === 62) this.#at += 1
    else if (bytes[this.#at + 1] === 62) {
      this.#at += 2
      element.end = this.#at
    } else this.#refuse(`<${tag} is not closed`)
    return element
  }

  #element(
    scope: Scope,
    tag: string,
    parent: XmlElement | undefined,
    attributes: readonly XmlAttribute[],
    start: number,
  ): XmlElement {
    const colon = tag.indexOf(":")
    if (colon < 0) return new XmlElement(tag, scope.plain, parent, attributes, start)
    const { name, namespace } = scope.resolve(tag, colon, this.#refuseBound)
    return new XmlElement(name, namespace, parent, attributes, start)
  }

  /** Gives the place behind the end tag, which has the same name as the start tag. */
  #endTag(element: XmlElement, length: number): number {
    const bytes = this.#bytes
    const start = element.start + 1
    const at = this.#at + 2
    let end = at + length
    for (let i = 0; i < length; i += 1)
      if (bytes[at + i] !== bytes[start + i]) this.#refuse(`<${this.#tagOf(element, length)}> is closed by another name`)
    while (isSpace(bytes[end]!)) end += 1
    if (bytes[end] !== 62) this.#refuse(`<${this.#tagOf(element, length)}> is closed by another name`)
    return end + 1
  }

  #tagOf({ start }: XmlElement, length: number): string {
    return this.#source.slice(start + 1, start + 1 + length)
  }

  /** Reads up to the end of the tag. */
  #attributes(): { name: string; value: string }[] {
    const source = this.#source
    const bytes = this.#bytes
    const found: { name: string; value: string }[] = []
    for (;;) {
      const before = this.#at
      this.#space()
      const code = bytes[this.#at]
      if (code === 62 || code === 47) return found
      if (this.#at === before) this.#refuse("no space before an attribute")
      const end = endOfName(source, this.#at)
      const name = source.slice(this.#at, end)
      this.#at = end
      this.#space()
      if (bytes[this.#at] !== 61) this.#refuse(`attribute ${name} has no value`)
      this.#at += 1
      this.#space()
      const quote = source.latin[this.#at]
      if (quote !== '"' && quote !== "'") this.#refuse(`attribute ${name} is not quoted`)
      const close = this.#find(quote, this.#at + 1)
      const raw = source.slice(this.#at + 1, close)
      if (raw.includes("<")) this.#refuse(`attribute ${name} has <`)
      if (found.some((other) => other.name === name)) this.#refuse(`attribute ${name} comes twice`)
      if (found.length >= this.#limits.attributes)
        throw new XmlRefused("TOO_LARGE", `${this.#limits.attributes} attributes`, close)
      found.push({ name, value: decodeReferences(raw.replaceAll(/[\t\n]/g, " "), this.#at) })
      this.#at = close + 1
    }
  }

  #space(): void {
    while (isSpace(this.#bytes[this.#at]!)) this.#at += 1
  }

  #find(word: string, from: number): number {
    const found = this.#source.latin.indexOf(word, from)
    return found < 0 ? this.#refuse(`it ends before ${word}`) : found
  }

  #next(word: string, from: number): number {
    const found = this.#source.latin.indexOf(word, from)
    return found < 0 ? Number.POSITIVE_INFINITY : found
  }

  readonly #refuseBound = (reason: string): never => this.#refuse(reason)

  #refuse(reason: string): never {
    throw new XmlRefused("NOT_WELL_FORMED", reason, this.#at)
  }
}

const hasText = (element: XmlElement) => element.text !== undefined || element.from !== element.to
const isSpace = (code: number) => code === 32 || code === 10 || code === 9 || code === 13

/** Behind the last byte that is no white space. */
function endOf(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && bytes[end - 1]! <= 32) end -= 1
  return end
}

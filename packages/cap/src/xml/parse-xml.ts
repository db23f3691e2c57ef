import { isXmlText } from "./xml-text.ts"

/** An element with its namespace; text is what stands directly in it, character data sections included. */
export interface XmlElement {
  readonly name: string
  readonly namespace: string
  /** Those without a prefix. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** Why a text is not XML that we read: the reason in one English sentence, and where (UTF-16 offset). */
export class XmlRefused extends Error {
  override readonly name = "XmlRefused"
  readonly at: number
  constructor(reason: string, at: number) {
    super(reason)
    this.at = at
  }
}

/** CAP messages are 100 kB at best and 900 kB at worst in the field. */
export const XML_CHARS_MAX = 1_000_000
/** CAP needs 4; signatures inside it need 8. */
export const XML_DEPTH_MAX = 24
export const XML_ELEMENTS_MAX = 50_000
export const XML_ATTRIBUTES_MAX = 32

/** How much of a document is read; those of a single message unless others are given. */
export interface XmlLimits {
  readonly chars: number
  readonly elements: number
}
const messageLimits: XmlLimits = { chars: XML_CHARS_MAX, elements: XML_ELEMENTS_MAX }

const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_.·-]*(?::[\p{L}_][\p{L}\p{N}\p{M}_.·-]*)?/uy
const SPACE = /[ \t\r\n]*/y
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g
const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

interface Open {
  readonly qualified: string
  readonly name: string
  readonly namespace: string
  readonly scope: ReadonlyMap<string, string>
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  text: string
}

/**
 * Reads well-formed XML 1.0 with namespaces into a tree, with bounded size, depth, and number of elements. A document type
 * declaration is refused whole, and with it every entity that it could declare: nothing can be expanded and nothing fetched.
 * Throws `XmlRefused`.
 */
export function parseXml(input: string, limits = messageLimits): XmlElement {
  if (input.length > limits.chars) throw new XmlRefused(`longer than ${limits.chars} characters`, limits.chars)
  return new Parser(input.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n"), limits.elements).run()
}

class Parser {
  readonly #text: string
  readonly #elementsMax: number
  #at = 0
  #elements = 0
  readonly #open: Open[] = []
  #root: XmlElement | undefined

  constructor(text: string, elementsMax: number) {
    this.#text = text
    this.#elementsMax = elementsMax
  }

  run(): XmlElement {
    if (!isXmlText(this.#text)) this.#refuse("holds a character that XML does not allow")
    this.#declaration()
    while (this.#at < this.#text.length) this.#next()
    if (this.#open.length > 0) this.#refuse(`<${this.#open.at(-1)!.qualified}> is not closed`)
    return this.#root ?? this.#refuse("has no element")
  }

  #declaration(): void {
    if (!/^<\?xml[ \t\n]/.test(this.#text)) return
    const end = this.#find("?>")
    const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(this.#text.slice(0, end))?.[1]
    if (encoding && !/^(utf-?8|us-ascii)$/i.test(encoding)) this.#refuse(`is written in ${encoding}, not UTF-8`)
    this.#at = end + 2
  }

  #next(): void {
    const text = this.#text
    if (text[this.#at] !== "<") return this.#characters()
    if (text.startsWith("<!--", this.#at)) {
      const end = this.#find("--", this.#at + 4)
      if (text[end + 2] !== ">") this.#refuse("has -- inside a comment")
      this.#at = end + 3
    } else if (text.startsWith("<![CDATA[", this.#at)) {
      const end = this.#find("]]>")
      const inside = this.#open.at(-1) ?? this.#refuse("has character data outside the root")
      inside.text += text.slice(this.#at + 9, end)
      this.#at = end + 3
    } else if (text.startsWith("<!", this.#at)) this.#refuse("has a document type declaration")
    else if (text.startsWith("<?", this.#at)) {
      if (/^<\?xml[ \t\n?]/i.test(text.slice(this.#at, this.#at + 6))) this.#refuse("has a second XML declaration")
      this.#at = this.#find("?>") + 2
    } else if (text[this.#at + 1] === "/") this.#endTag()
    else this.#startTag()
  }

  #characters(): void {
    const next = this.#text.indexOf("<", this.#at)
    const end = next < 0 ? this.#text.length : next
    const raw = this.#text.slice(this.#at, end)
    const inside = this.#open.at(-1)
    if (raw.includes("]]>")) this.#refuse("has ]]> outside character data")
    if (inside) inside.text += this.#decode(raw)
    else if (raw.trim() !== "") this.#refuse("has text outside the root")
    this.#at = end
  }

  #startTag(): void {
    this.#at += 1
    const qualified = this.#name()
    const { attributes, empty } = this.#attributes()
    const outer = this.#open.at(-1)?.scope ?? new Map([["xml", XML_NAMESPACE]])
    const declared = [...attributes].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"))
    const scope = declared.length === 0 ? outer : new Map(outer)
    if (scope instanceof Map) for (const [name, value] of declared) scope.set(name === "xmlns" ? "" : name.slice(6), value)
    for (const name of attributes.keys()) if (!name.startsWith("xmlns")) this.#resolve(name, scope)
    this.#elements += 1
    if (this.#elements > this.#elementsMax) this.#refuse(`has more than ${this.#elementsMax} elements`)
    if (this.#open.length >= XML_DEPTH_MAX) this.#refuse(`is deeper than ${XML_DEPTH_MAX} elements`)
    if (this.#root) this.#refuse("has a second root")
    this.#open.push({ qualified, ...this.#resolve(qualified, scope, true), scope, attributes, children: [], text: "" })
    if (empty) this.#close()
  }

  #endTag(): void {
    this.#at += 2
    const qualified = this.#name()
    this.#space()
    if (this.#text[this.#at] !== ">") this.#refuse(`</${qualified} is not closed`)
    this.#at += 1
    if (this.#open.at(-1)?.qualified !== qualified) this.#refuse(`</${qualified}> closes nothing`)
    this.#close()
  }

  #close(): void {
    const { name, namespace, attributes, children, text } = this.#open.pop()!
    const element = { name, namespace, attributes, children, text }
    const parent = this.#open.at(-1)
    if (parent) parent.children.push(element)
    else this.#root = element
  }

  #attributes(): { attributes: Map<string, string>; empty: boolean } {
    const attributes = new Map<string, string>()
    for (;;) {
      const spaced = this.#space()
      const char = this.#text[this.#at]
      const empty = char === "/" && this.#text[this.#at + 1] === ">"
      if (char === ">" || empty) {
        this.#at += empty ? 2 : 1
        return { attributes, empty }
      }
      if (!spaced) this.#refuse("has no space before an attribute")
      const name = this.#name()
      this.#space()
      if (this.#text[this.#at] !== "=") this.#refuse(`attribute ${name} has no value`)
      this.#at += 1
      this.#space()
      const quote = this.#text[this.#at]
      if (quote !== '"' && quote !== "'") this.#refuse(`attribute ${name} is not quoted`)
      const end = this.#find(quote, this.#at + 1)
      const value = this.#text.slice(this.#at + 1, end)
      if (value.includes("<")) this.#refuse(`attribute ${name} has <`)
      if (attributes.has(name)) this.#refuse(`attribute ${name} comes twice`)
      if (attributes.size >= XML_ATTRIBUTES_MAX) this.#refuse(`an element has more than ${XML_ATTRIBUTES_MAX} attributes`)
      attributes.set(name, this.#decode(value))
      this.#at = end + 1
    }
  }

  #resolve(qualified: string, scope: ReadonlyMap<string, string>, isElement = false): { name: string; namespace: string } {
    const [first = "", second] = qualified.split(":")
    if (second === undefined) return { name: first, namespace: isElement ? (scope.get("") ?? "") : "" }
    return { name: second, namespace: scope.get(first) || this.#refuse(`prefix ${first} is not declared`) }
  }

  #decode(raw: string): string {
    if (!raw.includes("&")) return raw
    if (raw.replaceAll(ENTITY, "").includes("&")) this.#refuse("has an entity that is not one of the five of XML")
    return raw.replaceAll(ENTITY, (_whole, decimal?: string, hex?: string, named?: string) => {
      if (named) return entities[named]!
      const code = decimal ? Number(decimal) : Number.parseInt(hex!, 16)
      const char = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\0"
      return isXmlText(char) ? char : this.#refuse(`has a reference to character ${code}, which XML does not allow`)
    })
  }

  #name(): string {
    NAME.lastIndex = this.#at
    const found = NAME.exec(this.#text)?.[0] ?? this.#refuse("has a tag or attribute without a name")
    this.#at += found.length
    return found
  }

  #space(): boolean {
    const before = this.#at
    SPACE.lastIndex = this.#at
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0
    return this.#at > before
  }

  #find(end: string, from = this.#at): number {
    const found = this.#text.indexOf(end, from)
    return found < 0 ? this.#refuse(`ends before ${end}`) : found
  }

  #refuse(reason: string): never {
    throw new XmlRefused(reason, this.#at)
  }
}

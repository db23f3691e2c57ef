import type { XmlElement } from "../xml/element.ts"
import { decodeReferences } from "../xml/references.ts"
import type { XmlSource } from "../xml/xml-source.ts"
import { escapeXml } from "../xml/xml-text.ts"

/** How a canonical form treats namespaces: exclusive writes those in use, inclusive all that are in scope. */
export interface CanonicalForm {
  readonly exclusive: boolean
  /** Prefixes that the exclusive form treats as the inclusive one does. */
  readonly prefixes: ReadonlySet<string>
}

interface Attribute {
  readonly prefix: string
  readonly name: string
  readonly value: string
}

interface Level {
  readonly tag: string
  /** What prefixes mean inside, and which of these the output says already. */
  readonly scope: ReadonlyMap<string, string>
  readonly written: ReadonlyMap<string, string>
}

interface Part {
  readonly from: number
  readonly to: number
  /** An element that is left out with everything in it. */
  readonly without?: { readonly start: number; readonly end: number } | undefined
  /** What prefixes mean around it. */
  readonly scope?: ReadonlyMap<string, string>
}

const ATTRIBUTE = /[ \t\n]+([^\s=]+)[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)')/y
const NAME = /[^\s/>]+/y
const XML = "http://www.w3.org/XML/1998/namespace"

/**
 * A part of a document in canonical form, without comments (Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0). Only for
 * what `parseXml` took: it is not checked a second time.
 *
 * @param source the whole document, with line ends as XML has them
 */
export function canonicalize(source: string, part: Part, form: CanonicalForm): string {
  return new Canonicalizer(source, part, form).run()
}

/** What prefixes mean around an element, and whether an element around it has an attribute of `xml:`. */
export function namespacesAround(
  element: XmlElement,
  source: XmlSource,
): { readonly scope: Map<string, string>; readonly hasXml: boolean } {
  const outer: XmlElement[] = []
  for (let one = element.parent; one; one = one.parent) outer.unshift(one)
  const scope = new Map<string, string>()
  let hasXml = false
  for (const { start } of outer) {
    const tag = readTag(source.slice(start, element.start), 0)
    for (const [prefix, namespace] of tag.declared) scope.set(prefix, namespace)
    hasXml ||= tag.attributes.some(({ prefix }) => prefix === "xml")
  }
  return { scope, hasXml }
}

interface Tag {
  readonly tag: string
  readonly declared: readonly (readonly [prefix: string, namespace: string])[]
  readonly attributes: readonly Attribute[]
  readonly isEmpty: boolean
  /** One behind it. */
  readonly end: number
}

function readTag(source: string, start: number): Tag {
  NAME.lastIndex = start + 1
  const tag = NAME.exec(source)![0]
  let at = start + 1 + tag.length
  const attributes: Attribute[] = []
  const declared: (readonly [string, string])[] = []
  for (;;) {
    ATTRIBUTE.lastIndex = at
    const found = ATTRIBUTE.exec(source)
    if (!found) break
    at += found[0].length
    const [, qualified = "", double, single = ""] = found
    const given = decodeReferences((double ?? single).replaceAll(/[\t\n]/g, " "), at)
    if (qualified === "xmlns") declared.push(["", given])
    else if (qualified.startsWith("xmlns:")) declared.push([qualified.slice(6), given])
    else attributes.push({ ...split(qualified), value: given })
  }
  const close = source.indexOf(">", at)
  return { tag, declared, attributes, isEmpty: source[close - 1] === "/", end: close + 1 }
}

class Canonicalizer {
  readonly #source: string
  readonly #part: Part
  readonly #form: CanonicalForm
  readonly #levels: Level[]
  #out = ""
  #isBehind = false

  constructor(source: string, part: Part, form: CanonicalForm) {
    this.#source = source
    this.#part = part
    this.#form = form
    this.#levels = [{ tag: "", scope: part.scope ?? new Map(), written: new Map() }]
  }

  run(): string {
    const source = this.#source
    const { from, to, without } = this.#part
    let at = from
    while (at < to) {
      if (at === without?.start) at = without.end
      else if (source[at] !== "<") {
        const end = source.indexOf("<", at)
        const until = end < 0 ? to : Math.min(end, to)
        if (this.#levels.length > 1) this.#out += escapeXml(decodeReferences(source.slice(at, until), at))
        at = until
      } else if (source.startsWith("<!--", at)) at = source.indexOf("-->", at) + 3
      else if (source.startsWith("<![CDATA[", at)) {
        const end = source.indexOf("]]>", at)
        this.#out += escapeXml(source.slice(at + 9, end))
        at = end + 3
      } else if (source.startsWith("<?", at)) at = this.#instruction(at)
      else if (source.startsWith("</", at)) at = this.#endTag(at)
      else at = this.#startTag(at)
    }
    return this.#out
  }

  #instruction(at: number): number {
    const end = this.#source.indexOf("?>", at)
    const [, target = "", data = ""] = /^([^\s]+)\s*([\s\S]*)$/.exec(this.#source.slice(at + 2, end)) ?? []
    if (target === "xml") return end + 2
    const written = `<?${target}${data === "" ? "" : ` ${data.replaceAll("\r", "&#xD;")}`}?>`
    if (this.#levels.length > 1) this.#out += written
    // Outside the outermost element each stands on a line of its own.
    else this.#out += this.#isBehind ? `\n${written}` : `${written}\n`
    return end + 2
  }

  #endTag(at: number): number {
    const { tag } = this.#levels.pop()!
    this.#out += `</${tag}>`
    this.#isBehind = this.#levels.length === 1
    return this.#source.indexOf(">", at) + 1
  }

  #startTag(start: number): number {
    const { tag, declared, attributes, isEmpty, end } = readTag(this.#source, start)
    const outer = this.#levels.at(-1)!
    const scope = new Map([...outer.scope, ...declared])
    const written = new Map(outer.written)
    this.#out += `<${tag}${this.#namespaces(tag, attributes, scope, written)}${attributesOf(attributes, scope)}>`
    if (isEmpty) {
      this.#out += `</${tag}>`
      this.#isBehind = this.#levels.length === 1
    } else this.#levels.push({ tag, scope, written })
    return end
  }

  /** The declarations that the output needs here, sorted by prefix; the output remembers them. */
  #namespaces(
    tag: string,
    attributes: readonly Attribute[],
    scope: ReadonlyMap<string, string>,
    written: Map<string, string>,
  ): string {
    const { exclusive, prefixes } = this.#form
    const used = exclusive
      ? new Set([split(tag).prefix, ...attributes.map(({ prefix }) => prefix).filter((prefix) => prefix !== "")])
      : new Set(["", ...scope.keys()])
    if (exclusive) for (const prefix of prefixes) if (scope.has(prefix)) used.add(prefix)
    let text = ""
    for (const prefix of [...used].sort(byCode)) {
      if (prefix === "xml") continue
      const namespace = scope.get(prefix) ?? ""
      if ((written.get(prefix) ?? "") === namespace) continue
      written.set(prefix, namespace)
      text += ` xmlns${prefix === "" ? "" : `:${prefix}`}="${value(namespace)}"`
    }
    return text
  }
}

function attributesOf(attributes: readonly Attribute[], scope: ReadonlyMap<string, string>): string {
  const namespaceOf = ({ prefix }: Attribute) => (prefix === "" ? "" : prefix === "xml" ? XML : (scope.get(prefix) ?? ""))
  return attributes
    .toSorted((a, b) => byCode(namespaceOf(a), namespaceOf(b)) || byCode(a.name, b.name))
    .map((attribute) => ` ${attribute.prefix === "" ? "" : `${attribute.prefix}:`}${attribute.name}="${value(attribute.value)}"`)
    .join("")
}

function split(qualified: string): { prefix: string; name: string } {
  const colon = qualified.indexOf(":")
  return colon < 0 ? { prefix: "", name: qualified } : { prefix: qualified.slice(0, colon), name: qualified.slice(colon + 1) }
}

/** By code point, as the standard sorts: UTF-16 has those beyond the first plane before U+E000. */
function byCode(one: string, other: string): number {
  for (let at = 0; at < one.length && at < other.length; ) {
    const [a, b] = [one.codePointAt(at)!, other.codePointAt(at)!]
    if (a !== b) return a - b
    at += a > 0xffff ? 2 : 1
  }
  return one.length - other.length
}

const values: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
}
const value = (raw: string) => raw.replaceAll(/[&<"\t\n\r]/g, (char) => values[char]!)

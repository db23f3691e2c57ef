import type { XmlAttribute } from "./element.ts"

const XML = "http://www.w3.org/XML/1998/namespace"
const XMLNS = "http://www.w3.org/2000/xmlns/"
type Refuse = (reason: string) => never
interface Given {
  readonly name: string
  readonly value: string
}

/** What the prefixes mean at one place of a document. */
export class Scope {
  static readonly outermost = new Scope("", new Map([["xml", XML]]))
  /** The namespace of elements without a prefix. */
  readonly plain: string
  readonly #prefixes: ReadonlyMap<string, string>

  private constructor(plain: string, prefixes: ReadonlyMap<string, string>) {
    this.plain = plain
    this.#prefixes = prefixes
  }

  /** The scope inside a tag with these attributes: this one, when they declare nothing. */
  within(given: readonly Given[], refuse: Refuse): Scope {
    let plain = this.plain
    let prefixes: Map<string, string> | undefined
    for (const { name, value } of given) {
      if (name === "xmlns") plain = value
      else if (name.startsWith("xmlns:")) {
        const prefix = name.slice(6)
        if (value === "" || value === XMLNS || prefix === "xmlns" || (prefix === "xml") !== (value === XML))
          refuse(`prefix ${prefix} cannot be declared so`)
        prefixes ??= new Map(this.#prefixes)
        prefixes.set(prefix, value)
      }
    }
    return plain === this.plain && !prefixes ? this : new Scope(plain, prefixes ?? this.#prefixes)
  }

  /** The attributes that are no declarations, each with its namespace; none may stand there twice. */
  attributes(given: readonly Given[], refuse: Refuse): XmlAttribute[] {
    const found: XmlAttribute[] = []
    for (const { name: qualified, value } of given) {
      if (qualified === "xmlns" || qualified.startsWith("xmlns:")) continue
      const colon = qualified.indexOf(":")
      const namespace = colon < 0 ? "" : this.#find(qualified.slice(0, colon), refuse)
      const name = colon < 0 ? qualified : localName(qualified, colon, refuse)
      if (found.some((other) => other.name === name && other.namespace === namespace)) refuse(`attribute ${name} comes twice`)
      found.push({ name, namespace, value })
    }
    return found
  }

  /** What a name with a prefix means. */
  resolve(qualified: string, colon: number, refuse: Refuse): { readonly name: string; readonly namespace: string } {
    return { name: localName(qualified, colon, refuse), namespace: this.#find(qualified.slice(0, colon), refuse) }
  }

  #find(prefix: string, refuse: Refuse): string {
    return this.#prefixes.get(prefix) ?? refuse(`prefix ${prefix} is not declared`)
  }
}

function localName(qualified: string, colon: number, refuse: Refuse): string {
  const name = qualified.slice(colon + 1)
  if (colon === 0 || !/^[\p{L}_][^:]*$/u.test(name)) refuse(`${qualified} is not a name`)
  return name
}

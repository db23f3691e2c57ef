import { XmlRefused } from "./xml-refused.ts"
import { isXmlText } from "./xml-text.ts"

const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));|&/g
const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }

/** Text with its character references resolved: the five of XML and those by number. Throws `XmlRefused` for any other. */
export function decodeReferences(raw: string, at: number): string {
  return raw.replaceAll(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name) return named[name]!
    if (whole === "&") throw new XmlRefused("NOT_WELL_FORMED", "an entity that is not one of the five of XML", at)
    const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal!, 16)
    const char = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\0"
    if (!isXmlText(char)) throw new XmlRefused("INVALID_CHARACTERS", `a reference to character ${code}`, at)
    return char
  })
}

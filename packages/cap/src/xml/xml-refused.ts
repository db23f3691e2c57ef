/** Why a document is not XML that we read. */
export type XmlFault =
  | "NOT_WELL_FORMED"
  | "DOCUMENT_TYPE"
  | "NOT_UTF8"
  | "UNSUPPORTED_ENCODING"
  | "INVALID_CHARACTERS"
  | "TOO_LARGE"
  | "TOO_DEEP"

/** A document was refused before its meaning was looked at: what was found, in English, and where (UTF-16 offset). */
export class XmlRefused extends Error {
  override readonly name = "XmlRefused"
  readonly fault: XmlFault
  readonly found: string
  readonly at: number
  constructor(fault: XmlFault, found: string, at: number) {
    super(`${fault}: ${found}`)
    this.fault = fault
    this.found = found
    this.at = at
  }
}

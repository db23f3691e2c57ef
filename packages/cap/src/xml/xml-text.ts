// oxlint-disable-next-line no-control-regex -- the characters that XML 1.0 leaves out
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

/** Whether a text can stand in XML 1.0 at all: some control characters and lone surrogates cannot, escaped or not. */
export function isXmlText(text: string): boolean {
  return text.isWellFormed() && !FORBIDDEN.test(text)
}

/** Text as XML character data. A carriage return would be read back as a line feed, so it is written as a reference. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (char) => `&#${char.charCodeAt(0)};`)
}

// oxlint-disable-next-line no-control-regex -- the characters that XML 1.0 leaves out, and halves of characters
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/u

/** Whether a text can stand in XML 1.0 at all: some control characters and lone surrogates cannot, escaped or not. */
export function isXmlText(text: string): boolean {
  return !FORBIDDEN.test(text)
}

/** The first character that XML 1.0 cannot hold, as U+000B; undefined when there is none. */
export function findNonXml(text: string): string | undefined {
  const found = FORBIDDEN.exec(text)?.[0]
  return found && `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`
}

const canonical: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" }

/** Text as character data of canonical XML, so that what is signed needs no second pass. */
export function escapeXml(text: string): string {
  return /[&<>\r]/.test(text) ? text.replaceAll(/[&<>\r]/g, (char) => canonical[char]!) : text
}

import type { OutsideText } from "@holdfast/contracts"

/** SAME codes (47 CFR 11.31) of alerts that look for somebody. */
const CODES: ReadonlySet<string> = new Set(["CAE", "MEP", "BLU", "SIL"])
const WORDS =
  /\b(amber alert|(child|minor) abduction|abducted child|missing (person|persons|child|adult|endangered)|endangered missing|silver alert|blue alert|ashanti alert|wanted person)\b|走失|失踪|寻人|通缉|拐卖|拐骗/i

/**
 * Whether an alert looks for a person. Holdfast holds things and places: such an alert is turned away unread, with its name, its
 * picture, and its place, because here it would be a file about somebody.
 */
export function isAboutPerson(texts: readonly OutsideText[], codes: readonly string[]): boolean {
  return codes.some((code) => CODES.has(code)) || texts.some(({ event, headline }) => WORDS.test(`${event}\n${headline}`))
}

const CODE = /<(?:[\w.-]+:)?value>\s*(?:CAE|MEP|BLU|SIL)\s*</
const encodings = ["utf-8", "gb18030", "utf-16le", "utf-16be"]

/** The same for octets that could not be read as a message: whatever they are written in, they are not kept. */
export function mayBeAboutPerson(octets: Uint8Array): boolean {
  return encodings.some((encoding) => {
    const text = new TextDecoder(encoding).decode(octets)
    return CODE.test(text) || WORDS.test(text)
  })
}

/** What a line does not begin with, in either script. */
const CLOSING = /^[\p{Pe}\p{Pf}、。，；：！？,.;:!?%％℃]/u
/** What a line does not end with. */
const OPENING = /[\p{Ps}\p{Pi}]\s*$/u
const PIECE = /\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]|\S+?(?=\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]|\s|$)|\s+/gu

/**
 * Breaks a text into lines that are at most so wide: between words, and between any two Chinese characters, but never before a closing
 * mark. A word that is longer than a line is broken inside.
 */
export function wrap(text: string, maxWidth: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ""
  for (const piece of piecesOf(text)) {
    const longer = line + piece
    if (line === "" || widthOf(longer.trimEnd()) <= maxWidth) {
      line = longer
      continue
    }
    lines.push(line.trimEnd())
    line = piece.trimStart()
  }
  if (line.trim() !== "") lines.push(line.trimEnd())
  return lines.flatMap((one) => (widthOf(one) <= maxWidth ? [one] : broken(one, maxWidth, widthOf)))
}

function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const [part] of text.replaceAll("\n", " ").matchAll(PIECE)) {
    const last = pieces.at(-1)
    if (last !== undefined && (/^\s/.test(part) || CLOSING.test(part) || OPENING.test(last)))
      pieces[pieces.length - 1] = last + part
    else pieces.push(part)
  }
  return pieces
}

function broken(line: string, maxWidth: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let current = ""
  for (const character of line) {
    if (current !== "" && widthOf(current + character) > maxWidth) {
      lines.push(current)
      current = ""
    }
    current += character
  }
  return [...lines, current]
}

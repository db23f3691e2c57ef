import type { TextChange, TextPlace } from "./remark.ts"

/**
 * A change of exactly this place in a text: with as much of what stands around it as makes it the only one, since the page replaces
 * the first that it finds.
 */
export function changeAt(
  text: string,
  at: TextPlace,
  { from, length }: { from: number; length: number },
  put: string,
): TextChange {
  let [start, end] = [from, from + length]
  while (text.indexOf(text.slice(start, end)) !== start || text.indexOf(text.slice(start, end), start + 1) !== -1) {
    if (start === 0 && end === text.length) break
    start = Math.max(0, start - 1)
    end = Math.min(text.length, end + 1)
  }
  return { ...at, find: text.slice(start, end), put: `${text.slice(start, from)}${put}${text.slice(from + length, end)}` }
}

/** The changes that replace every match in a text, one after the other, as the page applies them. */
export function changesOfAll(text: string, at: TextPlace, pattern: RegExp, put: (found: string) => string): TextChange[] {
  const changes: TextChange[] = []
  let current = text
  let from = 0
  const global = new RegExp(pattern.source, [...new Set(`${pattern.flags}g`)].join(""))
  for (;;) {
    global.lastIndex = from
    const match = global.exec(current)
    if (!match || match[0] === "") return changes
    const replacement = put(match[0])
    changes.push(changeAt(current, at, { from: match.index, length: match[0].length }, replacement))
    current = current.slice(0, match.index) + replacement + current.slice(match.index + match[0].length)
    from = match.index + replacement.length
  }
}

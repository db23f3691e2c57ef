/** Markup that is safe to put into a page. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | false | null | undefined | readonly Part[]

/** Builds markup: every value that is not markup itself is escaped, lists are joined, and nothing appears for false, null, undefined. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(strings.reduce((text, piece, i) => text + toMarkup(values[i - 1]) + piece))
}

function toMarkup(value: Part): string {
  if (value instanceof Html) return value.text
  if (Array.isArray(value)) return value.map(toMarkup).join("")
  if (value === false || value === null || value === undefined) return ""
  return String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

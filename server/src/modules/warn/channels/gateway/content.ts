/** The body of a request, with slots inside its texts. */
export type Content = string | number | boolean | null | readonly Content[] | { readonly [name: string]: Content }

const DEPTH_MAX = 8

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isContent(value: unknown, isText: (text: string) => boolean, depth = 0): value is Content {
  if (value === undefined || depth > DEPTH_MAX) return false
  if (typeof value === "string") return isText(value)
  if (typeof value !== "object" || value === null) return true
  return Object.values(value).every((inner) => isContent(inner, isText, depth + 1))
}

/** Names with texts, as the fields of a form or headers are. */
export function isFields(value: unknown, isText: (text: string) => boolean): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  return Object.values(value).every((text) => typeof text === "string" && isText(text))
}

/** Changes every text inside. */
export function mapTexts(content: Content, change: (text: string) => string): Content {
  if (typeof content === "string") return change(content)
  if (typeof content !== "object" || content === null) return content
  if (Array.isArray(content)) return content.map((inner: Content) => mapTexts(inner, change))
  return Object.fromEntries(Object.entries(content).map(([name, inner]) => [name, mapTexts(inner as Content, change)]))
}

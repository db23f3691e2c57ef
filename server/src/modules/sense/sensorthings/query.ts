import { senseErrors } from "../errors.ts"

export const TOP_DEFAULT = 100
export const TOP_MAX = 1_000
/** Further in, `$skip` reads what it throws away; next links go on from the last row instead. */
export const SKIP_MAX = 100_000

export interface EntityQuery {
  readonly top: number
  readonly skip: number
  readonly count: boolean
  readonly order: { readonly by: "id" | "phenomenonTime"; readonly descending: boolean } | undefined
  /** The last row of the page before. */
  readonly after: { readonly id: number; readonly atMs: number } | undefined
}

const ORDER = /^(phenomenonTime|id|@iot\.id)(?: (asc|desc))?$/
const TOKEN = /^(-?\d{1,15})\.(\d{1,15})$/

/** Reads the query options. What is not understood is refused: ignoring it would answer another question. */
export function parseQuery(given: Readonly<Record<string, unknown>>): EntityQuery {
  const read = { top: TOP_DEFAULT, skip: 0, count: false, order: undefined, after: undefined } as {
    -readonly [K in keyof EntityQuery]: EntityQuery[K]
  }
  for (const [option, value] of Object.entries(given)) {
    const text = typeof value === "string" ? value : JSON.stringify(value)
    const refuse = (rule: string) => senseErrors.QUERY_REFUSED({ option: option.slice(0, 40), value: text.slice(0, 80), rule })
    switch (option) {
      case "$top":
        // More than a page holds is a page: there is a link to the next.
        read.top = Math.min(TOP_MAX, wholeNumber(text, Number.MAX_SAFE_INTEGER) ?? fail(refuse("0, 1, 2, …")))
        break
      case "$skip":
        read.skip = wholeNumber(text, SKIP_MAX) ?? fail(refuse(`0 – ${SKIP_MAX}`))
        break
      case "$count":
        if (text !== "true" && text !== "false") throw refuse("true, false")
        read.count = text === "true"
        break
      case "$orderby": {
        const [, by, direction] = ORDER.exec(text) ?? fail(refuse("phenomenonTime asc, phenomenonTime desc, id asc, id desc"))
        read.order = { by: by === "phenomenonTime" ? "phenomenonTime" : "id", descending: direction === "desc" }
        break
      }
      case "$skiptoken": {
        const [, atMs, id] = TOKEN.exec(text) ?? fail(refuse("@iot.nextLink"))
        read.after = { atMs: Number(atMs), id: Number(id) }
        if (Math.abs(read.after.atMs) > 8.64e15 / 2) throw refuse("@iot.nextLink")
        break
      }
      default:
        throw refuse("$top, $skip, $orderby, $count")
    }
  }
  return read
}

/** The query of the page after this one. */
export function nextQuery(
  query: EntityQuery,
  next: { readonly skip: number } | { readonly after: NonNullable<EntityQuery["after"]> },
): string {
  const parts = [`$top=${query.top}`]
  if ("skip" in next) parts.push(`$skip=${next.skip}`)
  else parts.push(`$skiptoken=${next.after.atMs}.${next.after.id}`)
  if (query.order) parts.push(`$orderby=${query.order.by}%20${query.order.descending ? "desc" : "asc"}`)
  if (query.count) parts.push("$count=true")
  return parts.join("&")
}

function wholeNumber(text: string, max: number): number | undefined {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  return value <= max ? value : undefined
}

function fail(error: Error): never {
  throw error
}

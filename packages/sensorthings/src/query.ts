import type { Expression, Path } from "./expression.ts"

export interface OrderBy {
  readonly by: Expression
  readonly descending: boolean
}

/** One branch of `$expand`: where it leads, and what is asked there. */
export interface Expand {
  readonly name: string
  readonly query: Query
}

export const resultFormats = ["dataArray", "CSV", "GeoJSON"] as const
export type ResultFormat = (typeof resultFormats)[number]

/** What a request or a branch of `$expand` asks for (OGC 18-088, 9.3). */
export interface Query {
  readonly filter?: Expression | undefined
  readonly orderBy: readonly OrderBy[]
  readonly expand: readonly Expand[]
  readonly select?: readonly Path[] | undefined
  readonly top?: number | undefined
  readonly skip: number
  readonly count: boolean
  readonly resultFormat?: ResultFormat | undefined
  /** Where a page that the server cut goes on: only the server writes and reads it. */
  readonly skipToken?: string | undefined
  /** The options as they were written, decoded, for the link to the next page. */
  readonly written: ReadonlyMap<string, string>
}

export const emptyQuery: Query = { orderBy: [], expand: [], skip: 0, count: false, written: new Map() }

import path from "node:path"
import type { SourceList } from "@holdfast/contracts"
import type { SourceBook } from "./source-book.ts"

/** The figures of all sources as people and other systems read them. */
export function showSources(book: SourceBook): SourceList {
  return {
    sources: book.sources.map(({ status: { refusals, lastHeardAt, lastSuccessAt, ...status } }) => ({
      ...status,
      lastHeardAt: lastHeardAt?.toISOString() ?? null,
      lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
      refused: [...refusals.values()].reduce((sum, count) => sum + count, 0),
      refusals: [...refusals].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
    })),
    problems: book.problems.map(({ file, ...rest }) => ({ ...rest, file: path.basename(file) })),
    readAt: book.readAt?.toISOString() ?? null,
  }
}

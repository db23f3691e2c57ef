import path from "node:path"
import type { SourceList } from "@holdfast/contracts"
import type { Kysely } from "kysely"
import { countQuarantined } from "../outside/index.ts"
import type { SourceBook } from "./source-book.ts"

/** The figures of all sources as people and other systems read them. */
export async function showSources(book: SourceBook, db: Kysely<unknown>): Promise<SourceList> {
  const aside = new Map((await countQuarantined(db)).map(({ source, ...counts }) => [source, counts]))
  return {
    sources: book.sources.map(({ status: { refusals, lastHeardAt, lastSuccessAt, ...status } }) => ({
      ...status,
      ...{ setAside: aside.get(status.name)?.waiting ?? 0, dropped: aside.get(status.name)?.dropped ?? 0 },
      lastHeardAt: lastHeardAt?.toISOString() ?? null,
      lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
      refused: [...refusals.values()].reduce((sum, count) => sum + count, 0),
      refusals: [...refusals].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
    })),
    problems: book.problems.map(({ file, ...rest }) => ({ ...rest, file: path.basename(file) })),
    readAt: book.readAt?.toISOString() ?? null,
  }
}

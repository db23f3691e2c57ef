import type { Figure } from "../../../platform/http/index.ts"
import type { SourceBook } from "./source-book.ts"

/** The figures of all sources for `/metrics`. A source is named as its mapping file names it. */
export function sourceFigures(book: SourceBook): Figure[] {
  return book.sources.flatMap(({ status }): Figure[] => {
    const labels = { source: status.name, brings: status.brings }
    const counts = { stored: status.stored, double: status.doubles }
    return [
      { name: "up", help: "Whether the source answers", labels, value: status.state === "failing" ? 0 : 1 },
      { name: "messages", help: "Messages taken since it was started", labels, value: status.messages },
      { name: "failures", help: "Questions and commits that failed since it was started", labels, value: status.failures },
      ...Object.entries(counts).map(([outcome, value]) => ({
        ...{ name: "taken", help: "Parts of messages by what became of them", labels: { ...labels, outcome }, value },
      })),
      ...[...status.refusals].map(([reason, value]) => ({
        ...{ name: "refused", help: "Parts of messages that were refused, by reason", labels: { ...labels, reason }, value },
      })),
      ...(status.lastSuccessAt
        ? [
            {
              name: "last_success_seconds",
              help: "When it last answered as it should (Unix time)",
              labels,
              value: status.lastSuccessAt.getTime() / 1_000,
            },
          ]
        : []),
      ...(status.delayS === null
        ? []
        : [{ name: "delay_seconds", help: "How old the newest of what it brought was", labels, value: status.delayS }]),
    ].map((figure) => ({ ...figure, name: `holdfast_source_${figure.name}` }))
  })
}

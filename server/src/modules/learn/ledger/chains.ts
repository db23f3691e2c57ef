import { type AreaRef, type Level, levels, type Warning } from "@holdfast/contracts"

/** A warning with all that took its place: one event as the public heard it. */
export interface Chain {
  /** In the order of sending. */
  readonly warnings: readonly Warning[]
  readonly hazard: string
  readonly areas: readonly AreaRef[]
  /** The highest that it reached. */
  readonly level: Level
  readonly sentMs: number
  /** Null while it is in force. */
  readonly endedMs: number | null
}

/** Puts warnings together that took each other's place. What was sent in error stands alone: it warned of nothing. */
export function chainsOf(warnings: readonly Warning[]): Chain[] {
  const byId = new Map(warnings.map((warning) => [warning.id, warning]))
  const first = (warning: Warning): string => {
    const before = warning.follows === null ? undefined : byId.get(warning.follows)
    return before && warning.state !== "sent-in-error" && before.state !== "sent-in-error" ? first(before) : warning.id
  }
  const inOrder = warnings.toSorted((a, b) => a.sentAt!.localeCompare(b.sentAt!) || (a.id < b.id ? -1 : 1))
  return [...Map.groupBy(inOrder, first).values()].map(chainOf)
}

function chainOf(warnings: readonly Warning[]): Chain {
  const last = warnings.at(-1)!
  return {
    warnings,
    hazard: last.hazard,
    areas: [...new Map(warnings.flatMap(({ areas }) => areas).map((area) => [area.id, area])).values()],
    level: warnings
      .map(({ level }) => level)
      .reduce((high, level) => (levels.indexOf(level) > levels.indexOf(high) ? level : high)),
    sentMs: Date.parse(warnings[0]!.sentAt!),
    endedMs: last.endedAt === null ? null : Date.parse(last.endedAt),
  }
}

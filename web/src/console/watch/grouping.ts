import { type Level, levels, type Signal } from "@holdfast/contracts"

/** What one row of the inbox stands for: the signals of one hazard at one place that are not over. */
export interface SignalGroup {
  readonly key: string
  readonly level: Level
  /** The signal that the row shows: the highest, and of those the newest. */
  readonly lead: Signal
  readonly signals: readonly Signal[]
  readonly unseen: number
}

export function rankOf(level: Level): number {
  return levels.indexOf(level)
}

/** Groups by place and hazard; what nobody has seen comes first, then the highest level, then the newest. */
export function groupSignals(signals: readonly Signal[]): SignalGroup[] {
  const groups = Map.groupBy(
    signals.filter(({ state }) => state !== "cleared"),
    ({ area, hazard }) => `${area.id} ${hazard}`,
  )
  return [...groups].map(([key, found]) => toGroup(key, found)).toSorted(compareGroups)
}

/** Signals that are over, newest first, each on its own. */
export function clearedSignals(signals: readonly Signal[]): Signal[] {
  return signals.filter(({ state }) => state === "cleared").toSorted((a, b) => b.raisedAt.localeCompare(a.raisedAt))
}

function toGroup(key: string, found: readonly Signal[]): SignalGroup {
  const signals = found.toSorted((a, b) => rankOf(b.level) - rankOf(a.level) || b.raisedAt.localeCompare(a.raisedAt))
  const lead = signals[0]!
  return { key, level: lead.level, lead, signals, unseen: signals.filter(({ state }) => state === "open").length }
}

function compareGroups(a: SignalGroup, b: SignalGroup): number {
  return (
    Number(b.unseen > 0) - Number(a.unseen > 0) ||
    rankOf(b.level) - rankOf(a.level) ||
    b.lead.raisedAt.localeCompare(a.lead.raisedAt)
  )
}

import type { SignalGroup } from "@holdfast/contracts"

/** The list as it stands under somebody's hands, and how many rows wait beside it. */
export interface HeldRows {
  readonly rows: readonly SignalGroup[]
  readonly waiting: number
}

/**
 * While somebody points or reads in the list, no row moves: those that were there keep their places and take their news, those
 * that are over leave, and new ones wait. Without `held` the list is as it comes.
 */
export function holdRows(groups: readonly SignalGroup[], held: readonly string[] | undefined): HeldRows {
  if (!held) return { rows: groups, waiting: 0 }
  const byKey = new Map(groups.map((group) => [group.key, group]))
  const rows = held.flatMap((key) => byKey.get(key) ?? [])
  return { rows, waiting: groups.length - rows.length }
}

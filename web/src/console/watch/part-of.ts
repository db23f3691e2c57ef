import { levels, type SignalGroup } from "@holdfast/contracts"

/** What of a line of the inbox lies in some areas, with its own numbers; undefined when nothing does. */
export function partOf(group: SignalGroup, areas: readonly string[]): SignalGroup | undefined {
  const here = group.areas.filter(({ area }) => areas.includes(area.id))
  if (here.length === 0) return undefined
  return {
    ...group,
    areas: here,
    count: here.reduce((sum, { count }) => sum + count, 0),
    unseen: here.reduce((sum, { unseen }) => sum + unseen, 0),
    level: levels[Math.max(...here.map(({ level }) => levels.indexOf(level)))]!,
  }
}

import { FLOOD_OVER, FLOOD_WINDOW_MS } from "./groups.ts"

/** Once that a signal asked for attention. */
export interface Asked {
  readonly atMs: number
  readonly rule: string
  readonly area: string
}

export interface Flood {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

export interface Chattering {
  readonly rule: string
  readonly area: string
  readonly times: number
  readonly lastMs: number
}

export const BIN_MS = FLOOD_WINDOW_MS
/** EEMUA 191: an alarm that comes so often within an hour chatters. */
export const CHATTER_TIMES = 3
const HOUR_MS = 60 * 60_000

/** How many asked in each ten minutes from `fromMs` on. */
export function countBins(asked: readonly Asked[], { fromMs, toMs }: { fromMs: number; toMs: number }): number[] {
  const bins = Array.from({ length: Math.ceil((toMs - fromMs) / BIN_MS) }, () => 0)
  for (const { atMs } of asked) {
    const bin = Math.floor((atMs - fromMs) / BIN_MS)
    if (bin >= 0 && bin < bins.length) bins[bin]! += 1
  }
  return bins
}

/** Each time through which more than ten came for one operator in ten minutes; windows that touch are one flood. */
export function findFloods(asked: readonly Asked[], operators: number): Flood[] {
  const over = FLOOD_OVER * Math.max(1, operators)
  const times = asked.map(({ atMs }) => atMs).toSorted((a, b) => a - b)
  const floods: Flood[] = []
  let [first, last] = [-1, -1]
  const end = () => {
    if (first >= 0) floods.push({ fromMs: times[first]!, toMs: times[last]!, count: last - first + 1 })
  }
  for (let i = 0; i + over < times.length; i += 1) {
    if (times[i + over]! - times[i]! >= FLOOD_WINDOW_MS) continue
    if (i > last) {
      end()
      first = i
    }
    last = i + over
  }
  end()
  return floods
}

/** The same rule in the same area, three times or more within an hour; the most restless first. */
export function findChattering(asked: readonly Asked[]): Chattering[] {
  return [...Map.groupBy(asked, ({ rule, area }) => `${rule} ${area}`).values()]
    .flatMap((found) => {
      const times = found.map(({ atMs }) => atMs).toSorted((a, b) => a - b)
      const most = Math.max(...times.map((atMs, i) => times.slice(i).filter((later) => later - atMs <= HOUR_MS).length))
      const { rule, area } = found[0]!
      return most < CHATTER_TIMES ? [] : [{ rule, area, times: most, lastMs: times.at(-1)! }]
    })
    .toSorted((a, b) => b.times - a.times || b.lastMs - a.lastMs)
}

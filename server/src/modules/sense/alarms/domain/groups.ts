import { type Level, levels } from "@holdfast/contracts"

/** A signal that is not over and not shelved, as far as putting it into a line of the inbox needs it. */
export interface OpenSignal {
  readonly id: string
  readonly number: number
  readonly hazard: string
  /** It tells that nothing is heard, not that something is high: another kind of work. */
  readonly isSilence: boolean
  readonly level: Level
  readonly isUnseen: boolean
  /** The id of its area, from the city downwards, such as `linjiang/xihe/liuyin`. */
  readonly area: string
  readonly askedMs: number
  readonly escalatedTo: string | null
}

export interface Place {
  readonly area: string
  readonly level: Level
  readonly count: number
  readonly unseen: number
}

export interface Group<T extends OpenSignal> {
  readonly key: string
  readonly kind: "place" | "flood"
  readonly level: Level
  readonly lead: T
  /** What nobody has seen first, then the highest, then the newest. */
  readonly members: readonly T[]
  readonly unseen: number
  readonly askedMs: number
  readonly escalatedTo: string | null
  readonly places: readonly Place[]
}

/** More than this many within the window are a flood (EEMUA 191): a person can no longer read them one by one. */
export const FLOOD_OVER = 10
export const FLOOD_WINDOW_MS = 10 * 60_000
/** The line along which a signal is called out; who comes later is higher. */
const line = ["approver", "leader"]

/**
 * The lines of the inbox: one for each hazard and district, values and silence apart. Where a hazard is in flood, its districts
 * share a line for each level. A flood lasts as long as its signals are open, so that lines do not fall apart under somebody's
 * eyes. The same signals give the same lines in the same order, whichever order they come in.
 */
export function groupSignals<T extends OpenSignal>(signals: readonly T[]): Group<T>[] {
  const groups: Group<T>[] = []
  for (const [hazard, found] of Map.groupBy(signals, kindOf)) {
    const flood = isFlood(found)
    const lines = Map.groupBy(found, ({ level, area }) => `${hazard}~${flood ? level : districtOf(area)}`)
    for (const [key, own] of lines) groups.push(toGroup(key, flood ? "flood" : "place", own))
  }
  return groups.toSorted(compareGroups)
}

/** Where signals lie: each area with its own numbers, most first. They add up to all signals. */
export function placesOf(signals: readonly OpenSignal[]): Place[] {
  return [...Map.groupBy(signals, ({ area }) => area)]
    .map(([area, found]) => ({ area, level: highest(found), count: found.length, unseen: unseenIn(found) }))
    .toSorted((a, b) => b.count - a.count || compareText(a.area, b.area))
}

/** Those of a line that lie in one of these areas; without areas all. */
export function membersIn<T extends OpenSignal>({ members }: Group<T>, areas: readonly string[] | undefined): readonly T[] {
  if (!areas) return members
  const wanted = new Set(areas)
  return members.filter(({ area }) => wanted.has(area))
}

/** The district that an area lies in: the first two steps of its id. The city itself stays the city. */
export function districtOf(area: string): string {
  return area.split("/").slice(0, 2).join("/")
}

function kindOf({ hazard, isSilence }: OpenSignal): string {
  return `${hazard}~${isSilence ? "silence" : "value"}`
}

/** Whether more than ten asked within any ten minutes. */
export function isFlood(signals: readonly Pick<OpenSignal, "askedMs">[]): boolean {
  if (signals.length <= FLOOD_OVER) return false
  const times = signals.map(({ askedMs }) => askedMs).toSorted((a, b) => a - b)
  return times.some((at, i) => (times[i + FLOOD_OVER] ?? Number.POSITIVE_INFINITY) - at < FLOOD_WINDOW_MS)
}

function toGroup<T extends OpenSignal>(key: string, kind: Group<T>["kind"], found: readonly T[]): Group<T> {
  const members = found.toSorted((a, b) => Number(b.isUnseen) - Number(a.isUnseen) || compareSignals(a, b))
  return {
    key,
    kind,
    level: highest(found),
    lead: found.toSorted(compareSignals)[0]!,
    members,
    unseen: unseenIn(found),
    askedMs: found.reduce((newest, { askedMs }) => Math.max(newest, askedMs), 0),
    escalatedTo: line.findLast((role) => found.some(({ escalatedTo }) => escalatedTo === role)) ?? null,
    places: placesOf(found),
  }
}

function compareSignals(a: OpenSignal, b: OpenSignal): number {
  return levels.indexOf(b.level) - levels.indexOf(a.level) || b.askedMs - a.askedMs || b.number - a.number
}

function compareGroups<T extends OpenSignal>(a: Group<T>, b: Group<T>): number {
  return Number(b.unseen > 0) - Number(a.unseen > 0) || compareSignals(a.lead, b.lead)
}

function highest(signals: readonly OpenSignal[]): Level {
  return levels[signals.reduce((rank, { level }) => Math.max(rank, levels.indexOf(level)), 0)]!
}

function unseenIn(signals: readonly OpenSignal[]): number {
  return signals.filter(({ isUnseen }) => isUnseen).length
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

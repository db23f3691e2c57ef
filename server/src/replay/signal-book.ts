import { levels, type Signal } from "@holdfast/contracts"
import type { World } from "../platform/world/index.ts"
import { localTime } from "./measured-hours.ts"
import type { ReplaySense } from "./open-sense.ts"
import type { ReportSignal } from "./report.ts"

/** Entries of the log that tell of a signal. */
const VERBS: readonly string[] = ["raise-signal", "clear-signal"]
const PAGE = 500

/** All signals of a replay, kept up to date by reading the world's log on from where it stopped. */
export class SignalBook {
  readonly #world: World
  readonly #sense: ReplaySense
  readonly #signals = new Map<string, Signal>()
  #position = 0

  constructor(world: World, sense: ReplaySense) {
    this.#world = world
    this.#sense = sense
  }

  /** Takes in what happened since the last time. */
  async catchUp(): Promise<void> {
    await this.#world.log.drain()
    for (;;) {
      const headers = await this.#world.log.after(this.#position, PAGE)
      if (headers.length === 0) return
      this.#position = headers.at(-1)!.seq
      const touched = headers.filter(({ module, verb }) => module === "sense" && VERBS.includes(verb))
      for (const id of new Set(touched.map(({ record }) => record))) this.#signals.set(id, await this.#sense.getSignal(id))
    }
  }

  /** The highest level open in an area among signals of these rules. */
  highestOpen(area: string, rules: ReadonlySet<string>): Signal["level"] | null {
    const open = [...this.#signals.values()].filter(
      (signal) => signal.state !== "cleared" && signal.area.name.en === area && rules.has(signal.rule.id),
    )
    return levels.findLast((level) => open.some((signal) => signal.level === level)) ?? null
  }

  list(): ReportSignal[] {
    return [...this.#signals.values()]
      .map(({ rule, area, raisedAt, clearedAt, level }) => ({
        rule: rule.id,
        place: area.name.en,
        raisedAt: localTime(Date.parse(raisedAt)),
        clearedAt: clearedAt && localTime(Date.parse(clearedAt)),
        severity: level,
      }))
      .toSorted((a, b) => order(a.raisedAt, b.raisedAt) || order(a.place, b.place) || order(a.rule, b.rule))
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

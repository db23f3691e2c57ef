import { type Level, levels } from "@holdfast/contracts"
import { localTime } from "./measured-hours.ts"
import type { ReportWarning } from "./report.ts"

interface InForce {
  readonly area: string
  readonly level: Level
  readonly sentMs: number
}

/**
 * Keeps which warnings the rules would have in force. A higher level takes the place of a lower one at once; a lower one does
 * not, because a warning that goes up and down each hour is not followed. It ends when nothing is left.
 */
export class WarningLedger {
  readonly #hazard: string
  readonly #inForce = new Map<string, InForce>()
  readonly #ended: { warning: InForce; endedMs: number }[] = []

  constructor(hazard: string) {
    this.#hazard = hazard
  }

  levelIn(area: string): Level | undefined {
    return this.#inForce.get(area)?.level
  }

  /** Takes what is wanted for an area now; null ends what is in force there. */
  want(area: string, level: Level | null, atMs: number): void {
    const current = this.#inForce.get(area)
    if (current && level && levels.indexOf(level) <= levels.indexOf(current.level)) return
    if (current) this.#ended.push({ warning: current, endedMs: atMs })
    if (level) this.#inForce.set(area, { area, level, sentMs: atMs })
    else this.#inForce.delete(area)
  }

  list(): ReportWarning[] {
    const all = [...this.#ended, ...[...this.#inForce.values()].map((warning) => ({ warning, endedMs: null }))]
    return all
      .toSorted((a, b) => a.warning.sentMs - b.warning.sentMs || (a.warning.area < b.warning.area ? -1 : 1))
      .map(({ warning: { area, level, sentMs }, endedMs }) => ({
        hazard: this.#hazard,
        level,
        sent: localTime(sentMs),
        ended: endedMs === null ? null : localTime(endedMs),
        area,
      }))
  }
}

import type { Level, Signal, Warning } from "@holdfast/contracts"
import type { AskAs } from "./ask-as.ts"
import type { DrillSchedule } from "./schedule.ts"

/** Minutes: how long a person takes to see a signal, and how many in one minute. */
const SEEN_AFTER_MIN = 1
const SEEN_PER_MIN = 4
/** What comes within some minutes is told in one warning; a warning that is out already grows less often. */
const FIRST_GATHER_MIN = 6
const NEXT_GATHER_MIN = 20
const RENEW_BEFORE_MIN = 25
const MINUTE_MS = 60_000
const worthAWarning = ["red", "orange"] as const

/**
 * The duty officer and the approver of a drill, as good ones work. Every signal is acknowledged within minutes. Grave ones
 * become warnings: one for each level and hazard, which grows from update to update instead of many small ones. A warning is
 * renewed before it runs out, and lifted when no grave signal is left where it applies.
 */
export class DutyDesk {
  readonly #ask: AskAs
  readonly #schedule: DrillSchedule
  /** Hazard and level of warnings that are being written. */
  readonly #writing = new Set<string>()
  readonly #lifting = new Set<string>()

  constructor({ ask, schedule }: { readonly ask: AskAs; readonly schedule: DrillSchedule }) {
    this.#ask = ask
    this.#schedule = schedule
  }

  /** Once a minute. */
  async look(): Promise<void> {
    const signals = await this.#liveSignals()
    await this.#acknowledge(signals)
    const inForce = await this.#inForce()
    for (const hazard of new Set(signals.map((signal) => signal.hazard))) {
      for (const level of worthAWarning) {
        if (uncovered(signals, inForce, { hazard, level }).length === 0) continue
        const grows = inForce.some((warning) => warning.hazard === hazard && warning.level === level)
        this.#write({ hazard, level }, grows ? NEXT_GATHER_MIN : FIRST_GATHER_MIN)
      }
    }
  }

  /** Renews what would run out too early, and lifts what is over: every ten minutes. */
  async review(): Promise<void> {
    const signals = await this.#liveSignals()
    for (const warning of await this.#inForce()) {
      const grave = signals
        .filter((signal) => signal.hazard === warning.hazard && isGrave(signal) && covers(warning, signal))
        .toSorted(byGravity)
      const leftMin = (Date.parse(warning.expires) - this.#schedule.now().getTime()) / MINUTE_MS
      if (grave.length === 0) await this.#lift(warning)
      else if (leftMin <= RENEW_BEFORE_MIN) await this.#send(grave[0]!, areasOf(warning))
    }
  }

  async #acknowledge(signals: readonly Signal[]): Promise<void> {
    const before = this.#schedule.now().getTime() - SEEN_AFTER_MIN * MINUTE_MS
    const waiting = signals.filter(({ state, raisedAt }) => state === "open" && Date.parse(raisedAt) <= before)
    for (const { id, level } of waiting.toSorted(byGravity).slice(0, SEEN_PER_MIN))
      await this.#ask("duty-officer", "POST", `/api/signals/${id}/acknowledge`, { level })
  }

  #write(kind: { readonly hazard: string; readonly level: Level }, gatherMin: number): void {
    const key = `${kind.hazard} ${kind.level}`
    if (this.#writing.has(key)) return
    this.#writing.add(key)
    this.#later(gatherMin, async () => {
      const [signals, inForce] = [await this.#liveSignals(), await this.#inForce()]
      const concerned = uncovered(signals, inForce, kind)
      const same = inForce.filter(
        (warning) => warning.hazard === kind.hazard && warning.level === kind.level && !isUnderHigher(warning, inForce),
      )
      this.#writing.delete(key)
      if (concerned.length === 0) return
      // It covers what the one before covers, and so takes its place; but nothing orange takes the place of something red.
      const areas = [...same.flatMap(areasOf), ...concerned.map(({ area }) => area.id)]
      await this.#send(concerned.toSorted(byGravity)[0]!, [...new Set(areas)])
    })
  }

  async #send(signal: Signal, areas: readonly string[]): Promise<void> {
    const key = `${signal.hazard} ${signal.level}`
    this.#writing.add(key)
    const { id, version } = await this.#ask<Warning>("duty-officer", "POST", "/api/warnings", { signal: signal.id })
    await this.#ask("duty-officer", "PATCH", `/api/warnings/${id}`, { areas, version })
    await this.#ask("duty-officer", "POST", `/api/warnings/${id}/words`)
    this.#later(2, () => this.#ask("duty-officer", "POST", `/api/warnings/${id}/submit`))
    this.#later(4, () =>
      this.#approve(id).finally(() => {
        this.#writing.delete(key)
      }),
    )
  }

  /** One asks for the lifting, another approves it. */
  async #lift({ id }: Warning): Promise<void> {
    if (this.#lifting.has(id)) return
    this.#lifting.add(id)
    const lifting = await this.#ask<Warning>("duty-officer", "POST", `/api/warnings/${id}/lift`, {})
    this.#later(5, () => this.#approve(lifting.id))
  }

  /** Reads it, and approves what was read. */
  async #approve(id: string): Promise<void> {
    const { version } = await this.#ask<Warning>("approver", "GET", `/api/warnings/${id}`)
    await this.#ask("approver", "POST", `/api/warnings/${id}/approve`, { version, read: ["zh-CN", "en"] })
  }

  async #liveSignals(): Promise<Signal[]> {
    const { signals } = await this.#ask<{ signals: Signal[] }>("duty-officer", "GET", "/api/signals")
    return signals.filter(({ state }) => state !== "cleared")
  }

  async #inForce(): Promise<Warning[]> {
    const { warnings } = await this.#ask<{ warnings: Warning[] }>("duty-officer", "GET", "/api/warnings?state=sent")
    return warnings.filter(({ kind }) => kind === "warning")
  }

  #later(minutes: number, run: () => Promise<unknown>): void {
    this.#schedule.add({ at: new Date(this.#schedule.now().getTime() + minutes * MINUTE_MS), run })
  }
}

/** Signals of a level whose area no warning of that level or a higher one covers yet. */
function uncovered(
  signals: readonly Signal[],
  inForce: readonly Warning[],
  { hazard, level }: { readonly hazard: string; readonly level: Level },
): Signal[] {
  const told = inForce.filter((warning) => warning.hazard === hazard && (warning.level === level || warning.level === "red"))
  return signals.filter(
    (signal) => signal.hazard === hazard && signal.level === level && !told.some((warning) => covers(warning, signal)),
  )
}

/** Whether some of its areas are under a red warning by now. */
function isUnderHigher(warning: Warning, inForce: readonly Warning[]): boolean {
  const red = new Set(inForce.filter(({ hazard, level }) => hazard === warning.hazard && level === "red").flatMap(areasOf))
  return warning.level !== "red" && areasOf(warning).some((area) => red.has(area))
}

function covers({ areas }: Warning, { area }: Signal): boolean {
  return areas.some(({ id }) => id === area.id || area.id.startsWith(`${id}/`))
}

function areasOf({ areas }: Warning): string[] {
  return areas.map(({ id }) => id)
}

function isGrave({ level }: Signal): boolean {
  return level === "orange" || level === "red"
}

const highestFirst: readonly Level[] = ["red", "orange", "yellow", "blue"]

/** The highest level first, and of one level the oldest. */
function byGravity(a: Signal, b: Signal): number {
  return highestFirst.indexOf(a.level) - highestFirst.indexOf(b.level) || Date.parse(a.raisedAt) - Date.parse(b.raisedAt)
}

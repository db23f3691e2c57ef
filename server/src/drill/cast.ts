import type { Incident, Outage, Signal, Task, Warning } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import type { DrillSchedule } from "./schedule.ts"

/** What a person at a browser can ask the drill's own server, by role. Rejects with the server's words when it refuses. */
export type AskAs = <T>(role: string, method: "GET" | "POST" | "PATCH", path: string, body?: unknown) => Promise<T>

export interface CastOptions {
  readonly schedule: DrillSchedule
  readonly ask: AskAs
  readonly start: Date
  readonly seed: number
  /** A resident's report, sent as the public form sends it. */
  report(): Promise<void>
}

const MINUTE_MS = 60_000
const HOUSEHOLDS = 4_200
const GATHER_MIN = 6
/** Minutes after the start of the drill. */
const plot = { outage: 275, report: 290, answer: 325, restoring: [330, 375, 430], restored: 440, lift: 620, end: 800 }
const WORTH_A_WARNING = new Set(["orange", "red"])

/**
 * Invented people who play all roles, so that one visitor can watch the whole thread. They use the same doors as everybody: each
 * act is a request to the drill's own server, refused where a person would be refused.
 */
export class Cast {
  readonly #options: CastOptions
  readonly #random: Random
  readonly #taken = new Set<string>()
  readonly #drafting = new Set<string>()
  #outage: Outage | undefined

  constructor(options: CastOptions) {
    this.#options = options
    this.#random = new Random(options.seed)
  }

  /** Puts the whole play into the schedule. */
  begin(): void {
    for (let minute = 1; minute < plot.end; minute += 1) {
      this.#at(minute, () => this.#answerSignals())
      this.#at(minute, () => this.#takeTasks())
    }
    this.#at(plot.outage, () => this.#losePower())
    this.#at(plot.report, () => this.#options.report())
    this.#at(plot.answer, () => this.#answerReports())
    plot.restoring.forEach((minute, i) => {
      this.#at(minute, () => this.#restorePower(HOUSEHOLDS * (1 - (i + 1) / plot.restoring.length)))
    })
    this.#at(plot.restored, () => this.#confirmPower())
    this.#at(plot.lift, () => this.#liftWarnings())
  }

  #at(minute: number, run: () => Promise<unknown>): void {
    this.#options.schedule.add({ at: new Date(this.#options.start.getTime() + minute * MINUTE_MS), run })
  }

  #later(minutes: number, run: () => Promise<unknown>): void {
    const { schedule } = this.#options
    schedule.add({ at: new Date(schedule.now().getTime() + minutes * MINUTE_MS), run })
  }

  /** Each record is taken up once, by the first who sees it. */
  #take(record: string): boolean {
    if (this.#taken.has(record)) return false
    this.#taken.add(record)
    return true
  }

  /** The duty officer sees a grave signal, says so, drafts a warning, and asks for approval; the approver reads and approves. */
  async #answerSignals(): Promise<void> {
    const { ask } = this.#options
    const { signals } = await ask<{ signals: Signal[] }>("duty-officer", "GET", "/api/signals")
    for (const signal of signals) {
      if (signal.state === "cleared" || !WORTH_A_WARNING.has(signal.level) || !this.#take(`${signal.id} ${signal.level}`))
        continue
      if (signal.state === "open") this.#later(1, () => ask("duty-officer", "POST", `/api/signals/${signal.id}/acknowledge`))
      // What comes within some minutes is told in one warning for all districts that it concerns.
      if (this.#drafting.has(signal.level)) continue
      this.#drafting.add(signal.level)
      this.#later(GATHER_MIN, () => this.#warn(signal))
    }
  }

  async #warn(first: Signal): Promise<void> {
    const { ask } = this.#options
    this.#drafting.delete(first.level)
    const { signals } = await ask<{ signals: Signal[] }>("duty-officer", "GET", "/api/signals")
    const concerned = signals.filter(
      ({ state, level, hazard }) => state !== "cleared" && level === first.level && hazard === first.hazard,
    )
    const areas = [...new Set([first, ...concerned].map(({ area }) => area.id))].filter((area) =>
      this.#take(`${first.level} ${area}`),
    )
    if (areas.length === 0) return
    const draft = await ask<Warning>("duty-officer", "POST", "/api/warnings", { signal: first.id })
    const warning = await ask<Warning>("duty-officer", "PATCH", `/api/warnings/${draft.id}`, { areas })
    this.#later(2, () => ask("duty-officer", "POST", `/api/warnings/${warning.id}/submit`))
    this.#later(4, () => ask("approver", "POST", `/api/warnings/${warning.id}/approve`))
  }

  /** Whoever has the role of a task starts it after a few minutes and is done after some more. */
  async #takeTasks(): Promise<void> {
    for (const incident of await this.#openIncidents()) {
      for (const task of incident.tasks) {
        if (task.state !== "to-do" || !this.#take(task.id)) continue
        const started = this.#random.between(2, 12)
        this.#later(started, () => this.#changeTask(task, "start"))
        this.#later(started + this.#random.between(8, 55), () => this.#changeTask(task, "complete"))
      }
    }
  }

  async #changeTask(task: Task, verb: "start" | "complete"): Promise<void> {
    await this.#options.ask(task.role, "POST", `/api/tasks/${task.id}/${verb}`, {})
  }

  async #openIncidents(): Promise<Incident[]> {
    const { incidents } = await this.#options.ask<{ incidents: Incident[] }>("duty-officer", "GET", "/api/incidents")
    return incidents.filter(({ closedAt }) => closedAt === null)
  }

  async #losePower(): Promise<void> {
    const [incident] = await this.#openIncidents()
    const area = incident?.areas[0]
    if (!incident || !area) return
    this.#outage = await this.#options.ask<Outage>("lifeline-operator", "POST", "/api/outages", {
      lifeline: "power",
      area: area.id,
      households: HOUSEHOLDS,
      because: incident.id,
    })
  }

  async #restorePower(households: number): Promise<void> {
    if (!this.#outage) return
    await this.#options.ask("lifeline-operator", "POST", `/api/outages/${this.#outage.id}/update`, {
      households: Math.round(households),
    })
  }

  async #confirmPower(): Promise<void> {
    if (this.#outage) await this.#options.ask("lifeline-operator", "POST", `/api/outages/${this.#outage.id}/confirm`)
  }

  async #answerReports(): Promise<void> {
    const { ask } = this.#options
    const { requests } = await ask<{ requests: { id: string; state: string }[] }>("duty-officer", "GET", "/api/requests")
    for (const { id, state } of requests) {
      if (state !== "received") continue
      const answer =
        "排水队已到现场,通道已封闭,请绕行。 The drainage crew is there and the underpass is closed. Please go around."
      await ask("duty-officer", "POST", `/api/requests/${id}/answer`, { state: "solved", answer })
    }
  }

  /** The danger is over: one asks for the lifting of each warning in force, another approves it. */
  async #liftWarnings(): Promise<void> {
    const { ask } = this.#options
    const { warnings } = await ask<{ warnings: Warning[] }>("duty-officer", "GET", "/api/warnings?state=sent")
    for (const warning of warnings) {
      const lifting = await ask<Warning>("duty-officer", "POST", `/api/warnings/${warning.id}/lift`, {})
      this.#later(5, () => ask("approver", "POST", `/api/warnings/${lifting.id}/approve`))
    }
  }
}

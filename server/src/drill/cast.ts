import type { Incident, Outage, Session, Task } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { mayActWithin } from "../platform/identity/index.ts"
import type { AskAs } from "./ask-as.ts"
import { DutyDesk } from "./duty-desk.ts"
import type { DrillSchedule } from "./schedule.ts"

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
const REVIEW_EVERY_MIN = 10
/** Minutes after the start of the drill. */
const plot = { rounds: 200, outage: 275, report: 290, answer: 325, restoring: [330, 375, 430], restored: 440, end: 830 }
/** The share of a task's time after which it is begun, and that it then takes: now and then one is late. */
const BEGUN_AFTER = [0.05, 0.3] as const
const TAKES = [0.35, 0.85] as const

/** What the duty officer writes down. */
const notes = {
  rounds:
    "已通知各区值班室：每30分钟报一次下穿通道积水。 District desks were told to report water in underpasses every 30 minutes.",
  outage: "供电抢修队两支在路上，医院已切换备用电源。 Two power crews are on their way; the hospital runs on its own supply.",
  restored: "供电已全部恢复，运营单位已核实。 Power is back everywhere, and the operator has checked it.",
}

/**
 * Invented people who play all roles, so that one visitor can watch the whole thread. They use the same doors as everybody: each
 * act is a request to the drill's own server, refused where a person would be refused.
 */
export class Cast {
  readonly #options: CastOptions
  readonly #random: Random
  readonly #desk: DutyDesk
  readonly #taken = new Set<string>()
  #outage: Outage | undefined

  constructor(options: CastOptions) {
    this.#options = options
    this.#random = new Random(options.seed)
    this.#desk = new DutyDesk(options)
  }

  /** Puts the whole play into the schedule. */
  begin(): void {
    for (let minute = 1; minute < plot.end; minute += 1) {
      this.#at(minute, () => this.#desk.look())
      this.#at(minute, () => this.#takeTasks())
      if (minute % REVIEW_EVERY_MIN === 0) this.#at(minute, () => this.#desk.review())
    }
    this.#at(plot.rounds, () => this.#writeNote(notes.rounds))
    this.#at(plot.outage, () => this.#losePower())
    this.#at(plot.report, () => this.#options.report())
    this.#at(plot.answer, () => this.#answerReports())
    plot.restoring.forEach((minute, i) => {
      this.#at(minute, () => this.#restorePower(HOUSEHOLDS * (1 - (i + 1) / plot.restoring.length)))
    })
    this.#at(plot.restored, () => this.#confirmPower())
  }

  #at(minute: number, run: () => Promise<unknown>): void {
    this.#options.schedule.add({ at: new Date(this.#options.start.getTime() + minute * MINUTE_MS), run })
  }

  #later(minutes: number, run: () => Promise<unknown>): void {
    const { schedule } = this.#options
    schedule.add({ at: new Date(schedule.now().getTime() + minutes * MINUTE_MS), run })
  }

  /** Whoever has the role of a task begins it soon and is mostly done before it is due. */
  async #takeTasks(): Promise<void> {
    const now = this.#options.schedule.now().getTime()
    for (const incident of await this.#openIncidents()) {
      for (const task of incident.tasks) {
        if (task.state !== "to-do" || this.#taken.has(task.id)) continue
        this.#taken.add(task.id)
        const leftMin = (Date.parse(task.dueAt) - now) / MINUTE_MS
        const begun = leftMin * this.#random.between(...BEGUN_AFTER)
        const role = await this.#doerOf(task, incident)
        this.#later(begun, () => this.#changeTask(role, task, "start"))
        this.#later(begun + leftMin * this.#random.between(...TAKES), () => this.#changeTask(role, task, "complete"))
      }
    }
  }

  /** The cast has one person of each role, some of one district only: elsewhere the duty desk does it. */
  async #doerOf({ role }: Task, { areas }: Incident): Promise<string> {
    const { area } = await this.#options.ask<Session>(role, "GET", "/api/session")
    const ids = areas.map(({ id }) => id)
    return mayActWithin({ role, ...(area !== null && { area }) }, "respond.change-task", ids) ? role : "duty-officer"
  }

  async #changeTask(role: string, task: Task, verb: "start" | "complete"): Promise<void> {
    await this.#options.ask(role, "POST", `/api/tasks/${task.id}/${verb}`, {})
  }

  async #openIncidents(): Promise<Incident[]> {
    const { incidents } = await this.#options.ask<{ incidents: Incident[] }>("duty-officer", "GET", "/api/incidents")
    return incidents.filter(({ closedAt }) => closedAt === null)
  }

  async #writeNote(text: string): Promise<void> {
    const [incident] = await this.#openIncidents()
    await this.#options.ask("duty-officer", "POST", "/api/journal", { text, ...(incident ? { because: incident.id } : {}) })
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
    await this.#writeNote(notes.outage)
  }

  async #restorePower(households: number): Promise<void> {
    if (!this.#outage) return
    await this.#options.ask("lifeline-operator", "POST", `/api/outages/${this.#outage.id}/update`, {
      households: Math.round(households),
    })
  }

  async #confirmPower(): Promise<void> {
    if (!this.#outage) return
    await this.#options.ask("lifeline-operator", "POST", `/api/outages/${this.#outage.id}/confirm`)
    await this.#writeNote(notes.restored)
  }

  /** What residents reported is tied to the storm, by an edge that shows nothing of them, and answered. */
  async #answerReports(): Promise<void> {
    const { ask } = this.#options
    const { requests } = await ask<{ requests: { id: string; state: string }[] }>("duty-officer", "GET", "/api/requests")
    const [incident] = await this.#openIncidents()
    for (const { id, state } of requests) {
      if (state !== "received") continue
      if (incident) await ask("duty-officer", "POST", `/api/requests/${id}/link`, { incident: incident.id })
      const answer =
        "排水队已到现场，通道已封闭，请绕行。 The drainage crew is there and the underpass is closed. Please go around."
      await ask("duty-officer", "POST", `/api/requests/${id}/answer`, { state: "solved", answer })
    }
  }
}

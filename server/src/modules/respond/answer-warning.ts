import type { PackPlan, Warning } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Packs } from "../../platform/packs/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { changeOf, findEvent, planInForce } from "./domain/event.ts"
import { type Incident, joinAreas, plansFor } from "./domain/incident.ts"
import { tasksToAdd } from "./domain/task.ts"
import {
  endWarningOf,
  insertIncident,
  listLevelsInForce,
  lockOpenIncidents,
  putWarning,
  updateIncident,
} from "./store/incident-store.ts"
import { insertTask, listTasks } from "./store/task-store.ts"

const system = { role: "system" } as const

/**
 * A warning was sent. It opens the plans of its pack; or, where an incident of the same event already runs, it joins that one:
 * the areas grow, the response level follows the highest warning in force, and tasks are added for what is new. A hazard without
 * a plan that low opens nothing.
 */
export async function answerWarning(tx: WorldTransaction, warning: Warning, packs: Packs): Promise<void> {
  const pack = packs.find(warning.hazard)
  const allPlans = pack?.plans ?? []
  const plans = plansFor(warning.level, allPlans)
  const open = await lockOpenIncidents(tx.db, warning.hazard)
  const sentAt = warning.sentAt === null ? tx.now : new Date(warning.sentAt)
  const running = findEvent(open, { areas: warning.areas, sentAt }, pack?.eventHours)
  if (running) return join(tx, running, warning, { plans, allPlans })
  const [highest] = plans
  if (highest) await openIncident(tx, warning, highest, plans)
}

async function openIncident(
  tx: WorldTransaction,
  warning: Warning,
  highest: PackPlan,
  plans: readonly PackPlan[],
): Promise<void> {
  const incident = {
    id: newId(),
    hazard: warning.hazard,
    level: highest.level,
    plan: highest.name,
    areas: warning.areas,
    openedAt: tx.now,
    endingAt: null,
    closedAt: null,
    because: warning.id,
  }
  await insertIncident(tx.db, incident)
  await putWarning(tx.db, { incident: incident.id, warning: warning.id, level: warning.level })
  tx.record({
    module: "respond",
    verb: "open-incident",
    record: incident.id,
    because: { edge: "open", record: warning.id },
    actor: system,
    retention: "permanent",
    body: { hazard: warning.hazard, level: highest.level, plans: plans.map(({ id }) => id) },
  })
  await addTasks(tx, { incident: incident.id, plans, reached: [] })
}

async function join(
  tx: WorldTransaction,
  incident: Incident,
  warning: Warning,
  { plans, allPlans }: { plans: readonly PackPlan[]; allPlans: readonly PackPlan[] },
): Promise<void> {
  if (warning.follows) await endWarningOf(tx.db, { incident: incident.id, warning: warning.follows })
  await putWarning(tx.db, { incident: incident.id, warning: warning.id, level: warning.level })
  const inForce = planInForce(await listLevelsInForce(tx.db, incident.id), allPlans)
  const change = changeOf(incident, inForce)
  const level = (change && inForce?.level) ?? incident.level
  const plan = (change && inForce?.name) ?? incident.plan
  const areas = joinAreas(incident.areas, warning.areas)
  await updateIncident(tx.db, { ...incident, level, plan, areas, endingAt: null })
  tx.record({
    module: "respond",
    verb: change ?? "add-warning",
    record: incident.id,
    because: { edge: "open", record: warning.id },
    actor: system,
    retention: "permanent",
    body: { level, plans: plans.map(({ id }) => id) },
  })
  const reached = areas.slice(incident.areas.length)
  // A warning that goes down where it was asks nobody for the steps of the lower plan.
  if (change === "raise-incident" || reached.length > 0) await addTasks(tx, { incident: incident.id, plans, reached })
}

async function addTasks(
  tx: WorldTransaction,
  { incident, plans, reached }: { incident: string; plans: readonly PackPlan[]; reached: Warning["areas"] },
): Promise<void> {
  const existing = await listTasks(tx.db, [incident])
  for (const task of tasksToAdd({ plans, incident, existing, reached, now: tx.now, newId })) {
    if (!(await insertTask(tx.db, task))) continue
    tx.record({
      module: "respond",
      verb: "add-task",
      record: task.id,
      because: { edge: "open", record: incident },
      actor: system,
      retention: "permanent",
      body: { plan: task.plan, step: task.step, round: task.round, role: task.role, dueAt: task.dueAt.toISOString() },
    })
  }
}

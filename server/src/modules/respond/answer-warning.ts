import type { PackPlan, Warning } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Packs } from "../../platform/packs/index.ts"
import type { WorldTransaction } from "../../platform/world/index.ts"
import { type Incident, isHigher, joinAreas, overlap, plansFor } from "./domain/incident.ts"
import { tasksOf } from "./domain/task.ts"
import { insertIncident, lockOpenIncidents, putWarning, updateIncident } from "./store/incident-store.ts"
import { insertTask } from "./store/task-store.ts"

const system = { role: "system" } as const

/**
 * A warning was sent. It opens the plans of its pack; or, where an incident of the same hazard already runs in areas that touch,
 * it joins that one, and raises it and adds the tasks when its plan has a higher level. A lower one never lowers it: that is for
 * people to decide. A hazard without a plan that low opens nothing.
 */
export async function answerWarning(tx: WorldTransaction, warning: Warning, packs: Packs): Promise<void> {
  const plans = plansFor(warning.level, packs.find(warning.hazard)?.plans ?? [])
  const running = (await lockOpenIncidents(tx.db, warning.hazard)).find(({ areas }) => overlap(areas, warning.areas))
  if (running) return join(tx, running, warning, plans)
  const [highest] = plans
  if (highest) await open(tx, warning, highest, plans)
}

async function open(tx: WorldTransaction, warning: Warning, highest: PackPlan, plans: readonly PackPlan[]): Promise<void> {
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
  await putWarning(tx.db, { incident: incident.id, warning: warning.id, inForce: true })
  tx.record({
    module: "respond",
    verb: "open-incident",
    record: incident.id,
    because: { edge: "open", record: warning.id },
    actor: system,
    retention: "permanent",
    body: { hazard: warning.hazard, level: highest.level, plans: plans.map(({ id }) => id) },
  })
  await addTasks(tx, incident.id, plans)
}

async function join(tx: WorldTransaction, incident: Incident, warning: Warning, plans: readonly PackPlan[]): Promise<void> {
  const [highest] = plans
  const raised = highest && isHigher(highest.level, incident.level) ? highest : undefined
  const level = raised?.level ?? incident.level
  await updateIncident(tx.db, {
    ...incident,
    level,
    plan: raised?.name ?? incident.plan,
    areas: joinAreas(incident.areas, warning.areas),
    endingAt: null,
  })
  if (warning.follows) await putWarning(tx.db, { incident: incident.id, warning: warning.follows, inForce: false })
  await putWarning(tx.db, { incident: incident.id, warning: warning.id, inForce: true })
  tx.record({
    module: "respond",
    verb: raised ? "raise-incident" : "add-warning",
    record: incident.id,
    because: { edge: "open", record: warning.id },
    actor: system,
    retention: "permanent",
    body: { level, plans: plans.map(({ id }) => id) },
  })
  if (raised) await addTasks(tx, incident.id, plans)
}

async function addTasks(tx: WorldTransaction, incident: string, plans: readonly PackPlan[]): Promise<void> {
  for (const task of plans.flatMap((plan) => tasksOf(plan, incident, tx.now, newId))) {
    if (!(await insertTask(tx.db, task))) continue
    tx.record({
      module: "respond",
      verb: "add-task",
      record: task.id,
      because: { edge: "open", record: incident },
      actor: system,
      retention: "permanent",
      body: { plan: task.plan, step: task.step, role: task.role, dueAt: task.dueAt.toISOString() },
    })
  }
}

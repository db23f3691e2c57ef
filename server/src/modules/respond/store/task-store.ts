import { Bilingual, taskStates } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"
import { z } from "zod"
import type { Task } from "../domain/task.ts"

const State = z.enum(taskStates)

interface TaskRow {
  id: string
  incident: string
  plan: string
  step: string
  round: number
  title: unknown
  role: string
  opened_at: Date
  due_at: Date
  state: string
  changed_at: Date
  note: string | null
}

const columns = sql`id, incident, plan, step, round, title, role, opened_at, due_at, state, changed_at, note`

/** False when the incident has this step of this plan in this round already. */
export async function insertTask(tx: Transaction<unknown>, task: Task): Promise<boolean> {
  const inserted = await sql`
    insert into respond.task (${columns})
    values (
      ${task.id}::uuid, ${task.incident}::uuid, ${task.plan}, ${task.step}, ${task.round}, ${JSON.stringify(task.title)}::jsonb,
      ${task.role}, ${task.openedAt}, ${task.dueAt}, ${task.state}, ${task.changedAt}, ${task.note}
    )
    on conflict (incident, plan, step, round) do nothing
    returning id`.execute(tx)
  return inserted.rows.length > 0
}

export async function updateTask(
  tx: Transaction<unknown>,
  { id, state, changedAt, note }: Pick<Task, "id" | "state" | "changedAt" | "note">,
): Promise<void> {
  await sql`
    update respond.task
    set state = ${state}, changed_at = ${changedAt}, note = ${note}
    where id = ${id}::uuid`.execute(tx)
}

/** Clears the notes of tasks that were last changed before a moment; gives how many. */
export async function clearTaskNotes(tx: Transaction<unknown>, before: Date): Promise<number> {
  const cleared = await sql`
    update respond.task
    set note = null
    where note is not null and changed_at <= ${before}
    returning id`.execute(tx)
  return cleared.rows.length
}

export async function findTask(db: Kysely<unknown>, id: string): Promise<Task | undefined> {
  const found = await sql<TaskRow>`select ${columns} from respond.task where id = ${id}::uuid`.execute(db)
  return found.rows[0] && toTask(found.rows[0])
}

/** By due time. */
export async function listTasks(db: Kysely<unknown>, incidents: readonly string[]): Promise<Task[]> {
  const found = await sql<TaskRow>`
    select ${columns}
    from respond.task
    where incident = any (${incidents}::uuid[])
    order by due_at, plan collate "C", step collate "C", round`.execute(db)
  return found.rows.map(toTask)
}

export async function listTasksByIds(db: Kysely<unknown>, ids: readonly string[]): Promise<Task[]> {
  const found = await sql<TaskRow>`select ${columns} from respond.task where id = any (${ids}::uuid[])`.execute(db)
  return found.rows.map(toTask)
}

function toTask(row: TaskRow): Task {
  return {
    id: row.id,
    incident: row.incident,
    plan: row.plan,
    step: row.step,
    round: row.round,
    title: Bilingual.parse(row.title),
    role: row.role,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    state: State.parse(row.state),
    changedAt: row.changed_at,
    note: row.note,
  }
}

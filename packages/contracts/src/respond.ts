import { z } from "zod"
import { AreaRef, Bilingual, Timestamp } from "./common.ts"

/** Level I is the highest. */
export const ResponseLevel = z.enum(["I", "II", "III", "IV"])
export type ResponseLevel = z.infer<typeof ResponseLevel>
export const taskStates = ["to-do", "doing", "done", "refused"] as const

export const Task = z.object({
  id: z.uuid(),
  incident: z.uuid(),
  title: Bilingual,
  role: z.string(),
  dueAt: Timestamp,
  state: z.enum(taskStates),
  overdue: z.boolean(),
  changedAt: Timestamp,
  note: z.string().nullable(),
})
export type Task = z.infer<typeof Task>

export const Incident = z.object({
  id: z.uuid(),
  code: z.string(),
  hazard: z.string(),
  level: ResponseLevel,
  areas: z.array(AreaRef),
  plan: Bilingual,
  openedAt: Timestamp,
  closedAt: Timestamp.nullable(),
  because: z.uuid().nullable(),
  tasks: z.array(Task),
})
export type Incident = z.infer<typeof Incident>
export const IncidentPage = z.object({ position: z.int(), incidents: z.array(Incident) })
export const TaskNote = z.object({ note: z.string().trim().max(500).optional() })
export const RefuseTask = z.object({ note: z.string().trim().min(1).max(500) })

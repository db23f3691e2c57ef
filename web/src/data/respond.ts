import { Incident, IncidentPage, JournalNote, JournalPage, Task, type WriteJournal } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"
import { useSession } from "./session.ts"

export const incidentsQuery = queryOptions({
  queryKey: ["respond", "incidents"],
  queryFn: () => ask(IncidentPage, "/api/incidents"),
})

/** One incident, also when it is older than those of the list. */
export const incidentQuery = (id: string) =>
  queryOptions({ queryKey: ["respond", "incident", id], queryFn: () => ask(Incident, `/api/incidents/${id}`) })

export const journalQuery = queryOptions({ queryKey: ["respond", "journal"], queryFn: () => ask(JournalPage, "/api/journal") })

export interface TaskChange {
  readonly task: string
  readonly verb: "start" | "complete" | "refuse"
  readonly note?: string
}

export function sendTaskChange({ task, verb, note }: TaskChange): Promise<Task> {
  return ask(Task, `/api/tasks/${task}/${verb}`, { method: "POST", body: note ? { note } : {} })
}

export function useChangeTask() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: sendTaskChange,
    onSettled: () => queries.invalidateQueries({ queryKey: ["respond"] }),
  })
}

/** Whether who is here may do tasks of an incident: part of it lies in their area, or around it. True while nobody is known. */
export function useMayDoTasks(): (incident: Pick<Incident, "areas">) => boolean {
  const session = useSession()
  return ({ areas }) => {
    if (!session) return true
    const own = session.area
    const touches = own === null || areas.some(({ id }) => `${id}/`.startsWith(`${own}/`) || `${own}/`.startsWith(`${id}/`))
    return session.may.includes("respond.change-task") && touches
  }
}

export function useCloseIncident() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask(Incident, `/api/incidents/${id}/close`, { method: "POST", body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["respond"] }),
  })
}

export function useWriteNote() {
  return useMutation({
    mutationFn: (note: WriteJournal) => ask(JournalNote, "/api/journal", { method: "POST", body: note }),
  })
}

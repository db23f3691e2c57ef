import { Incident, IncidentPage, JournalNote, JournalPage, Task } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

export const incidentsQuery = queryOptions({
  queryKey: ["respond", "incidents"],
  queryFn: () => ask(IncidentPage, "/api/incidents"),
})

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

export function useCloseIncident() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask(Incident, `/api/incidents/${id}/close`, { method: "POST", body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["respond"] }),
  })
}

export function useWriteNote() {
  return useMutation({
    mutationFn: (text: string) => ask(JournalNote, "/api/journal", { method: "POST", body: { text } }),
  })
}

import { type DraftWarning, type EditWarning, Warning, WarningCard, WarningPage } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

export const warningsQuery = queryOptions({ queryKey: ["warn", "warnings"], queryFn: () => ask(WarningPage, "/api/warnings") })

export const warningQuery = (id: string) =>
  queryOptions({ queryKey: ["warn", "warning", id], queryFn: () => ask(Warning, `/api/warnings/${id}`) })

export const cardQuery = (id: string) =>
  queryOptions({ queryKey: ["warn", "card", id], queryFn: () => ask(WarningCard, `/api/warnings/${id}/card`) })

export function useDraft() {
  return useWarnMutation((draft: DraftWarning) => ask(Warning, "/api/warnings", { method: "POST", body: draft }))
}

export function useEdit(id: string) {
  return useWarnMutation((edit: EditWarning) => ask(Warning, `/api/warnings/${id}`, { method: "PATCH", body: edit }))
}

/** Writes the words of a draft anew from the pack, for what the draft says now. */
export function useRefill(id: string) {
  return useWarnMutation(() => ask(Warning, `/api/warnings/${id}/words`, { method: "POST", body: {} }))
}

export type WarningStep =
  | { readonly verb: "submit" | "approve" | "lift" | "retract" }
  | { readonly verb: "reject"; readonly reason: string }

/** The steps of a warning after its words are written. Only buttons call this, never keys. */
export function useStep(id: string) {
  return useWarnMutation((step: WarningStep) =>
    ask(Warning, `/api/warnings/${id}/${step.verb}`, {
      method: "POST",
      body: step.verb === "reject" ? { reason: step.reason } : {},
    }),
  )
}

function useWarnMutation<T = void>(mutationFn: (input: T) => Promise<Warning>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }) })
}

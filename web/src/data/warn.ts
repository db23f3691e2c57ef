import { type DraftWarning, type EditWarning, type PersonProof, Warning, WarningCard, WarningPage } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { useRef } from "react"
import { ask } from "../ui/api.ts"

export const warningsQuery = queryOptions({ queryKey: ["warn", "warnings"], queryFn: () => ask(WarningPage, "/api/warnings") })

export const warningQuery = (id: string) =>
  queryOptions({ queryKey: ["warn", "warning", id], queryFn: () => ask(Warning, `/api/warnings/${id}`) })

export const cardQuery = (id: string) =>
  queryOptions({ queryKey: ["warn", "card", id], queryFn: () => ask(WarningCard, `/api/warnings/${id}/card`) })

/** Begins a draft; the same one again after a lost answer, by an id that each request keeps until it was answered. */
export function useDraft() {
  const ids = useRef(new Map<string, string>())
  return useWarnMutation(async (draft: DraftWarning) => {
    const asked = JSON.stringify(draft)
    const id = ids.current.get(asked) ?? crypto.randomUUID()
    ids.current.set(asked, id)
    const begun = await ask(Warning, "/api/warnings", { method: "POST", body: { id, ...draft } })
    ids.current.delete(asked)
    return begun
  })
}

export function useEdit(id: string) {
  return useWarnMutation((edit: EditWarning) => ask(Warning, `/api/warnings/${id}`, { method: "PATCH", body: edit }))
}

/** Writes the words of a draft anew from the pack, for what the draft says now. */
export function useRefill(id: string) {
  return useWarnMutation(() => ask(Warning, `/api/warnings/${id}/words`, { method: "POST", body: {} }))
}

export type WarningStep =
  /** With the figure that was typed, for one that reaches unusually far. */
  | { readonly verb: "submit"; readonly people?: number }
  | { readonly verb: "withdraw" | "discard" | "lift" | "retract" }
  /** With the version that was read. */
  | {
      readonly verb: "approve"
      readonly version: string
      readonly read: readonly Language[]
      readonly proof: PersonProof | undefined
    }
  | { readonly verb: "reject"; readonly version: string; readonly reason: string }

/** The steps of a warning after its words are written. Only buttons call this, never keys. */
export function useStep(id: string) {
  return useWarnMutation(({ verb, ...body }: WarningStep) =>
    ask(Warning, `/api/warnings/${id}/${verb}`, { method: "POST", body }),
  )
}

function useWarnMutation<T = void>(mutationFn: (input: T) => Promise<Warning>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn,
    // No page shows an older version than the one that its own change made.
    onSuccess: (warning) => queries.setQueryData(warningQuery(warning.id).queryKey, warning),
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

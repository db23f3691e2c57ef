import {
  CityAuthority,
  CorrectionList,
  type PersonProof,
  type ProposeStanding,
  StandingAuthorisation,
  Warning,
  type WarningTexts,
} from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** What was mended in a warning that was sent, and what waits for a second person. */
export const correctionsQuery = (id: string) =>
  queryOptions({ queryKey: ["warn", "corrections", id], queryFn: () => ask(CorrectionList, `/api/warnings/${id}/corrections`) })

type CorrectionStep =
  | { readonly verb: "propose"; readonly texts: WarningTexts }
  | {
      readonly verb: "approve"
      readonly correction: string
      readonly read: readonly Language[]
      readonly proof: PersonProof | undefined
    }
  | { readonly verb: "drop"; readonly correction: string }

export function useCorrection(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (step: CorrectionStep) => {
      const path = `/api/warnings/${id}/corrections`
      if (step.verb === "propose") return ask(CorrectionList, path, { method: "POST", body: { texts: step.texts } })
      const { verb, correction, ...body } = step
      return ask(CorrectionList, `${path}/${correction}/${verb}`, { method: "POST", body })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

/** Extends a warning, or lets it run out. */
export function useEnding(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (expires: string | undefined) =>
      expires === undefined
        ? ask(Warning, `/api/warnings/${id}/let-run-out`, { method: "POST", body: {} })
        : ask(Warning, `/api/warnings/${id}/extend`, { method: "POST", body: { expires } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

/** Who may say what in this city, and what two people allowed before. */
export const cityAuthorityQuery = queryOptions({
  queryKey: ["warn", "city-authority"],
  queryFn: () => ask(CityAuthority, "/api/authority"),
})

type StandingStep =
  | ({ readonly verb: "propose"; readonly proof: PersonProof | undefined } & ProposeStanding)
  | { readonly verb: "approve"; readonly id: string; readonly proof: PersonProof | undefined }
  | { readonly verb: "end"; readonly id: string }

export function useStanding() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (step: StandingStep) => {
      const path = "/api/authority/standing"
      if (step.verb === "propose") {
        const { verb: _verb, ...body } = step
        return ask(StandingAuthorisation, path, { method: "POST", body })
      }
      const { verb, id, ...body } = step
      return ask(StandingAuthorisation, `${path}/${id}/${verb}`, { method: "POST", body })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

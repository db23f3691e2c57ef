import {
  type AloneCategory,
  CallsOfReader,
  type PersonProof,
  PreparedRequest,
  ProofNeeded,
  Warning,
  WarningAuthority,
} from "@holdfast/contracts"
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"
import { useMay } from "./session.ts"
import { warningQuery } from "./warn.ts"

/** Who may do what with a warning, and who was called. */
export const authorityQuery = (id: string) =>
  queryOptions({ queryKey: ["warn", "authority", id], queryFn: () => ask(WarningAuthority, `/api/warnings/${id}/authority`) })

const callsQuery = queryOptions({ queryKey: ["warn", "calls"], queryFn: () => ask(CallsOfReader, "/api/call-outs") })

/** What calls the person who sits here; undefined while that is not known. */
export function useCalls(): CallsOfReader | undefined {
  const may = useMay("read-operations")
  return useQuery({ ...callsQuery, enabled: may === true }).data
}

/** How the person of this session can prove that they are still there. */
export function askProof(about: string): Promise<ProofNeeded> {
  return ask(ProofNeeded, "/api/proof", { method: "POST", body: { about } })
}

export function useSetOriginal(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reference: string) => ask(Warning, `/api/warnings/${id}/original`, { method: "PUT", body: { reference } }),
    onSuccess: (warning) => queries.setQueryData(warningQuery(id).queryKey, warning),
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

export function useAskIssuer(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask(PreparedRequest, `/api/warnings/${id}/ask-issuer`, { method: "POST", body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

interface Alone {
  readonly version: string
  readonly category: AloneCategory
  readonly reason: string
  readonly proof?: PersonProof | undefined
}

export function useSendAlone(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (alone: Alone) => ask(Warning, `/api/warnings/${id}/send-alone`, { method: "POST", body: alone }),
    onSuccess: (warning) => queries.setQueryData(warningQuery(id).queryKey, warning),
    onSettled: () => queries.invalidateQueries({ queryKey: ["warn"] }),
  })
}

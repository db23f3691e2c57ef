import { type AnswerRequest, type Role, ServiceRequest, ServiceRequestPage } from "@holdfast/contracts"
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { z } from "zod"
import { ask } from "../ui/api.ts"
import { useSession } from "./session.ts"

/** Those who answer residents, and nobody else, read what they wrote; the server refuses all others. */
const answering: ReadonlySet<Role> = new Set(["duty-officer", "community-worker"])

const requestsQuery = queryOptions({
  queryKey: ["serve", "requests"],
  queryFn: () => ask(ServiceRequestPage, "/api/requests"),
})

/** Whether who is here answers residents; undefined while that is not known. */
export function useMayAnswer(): boolean | undefined {
  const session = useSession()
  return session && session.role !== null && answering.has(session.role)
}

/** What residents asked, for who may read it; for others it is not asked for. */
export function useRequests() {
  return useQuery({ ...requestsQuery, enabled: useMayAnswer() === true })
}

export function useAnswer(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (answer: z.infer<typeof AnswerRequest>) =>
      ask(ServiceRequest, `/api/requests/${id}/answer`, { method: "POST", body: answer }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["serve"] }),
  })
}

import { type AnswerRequest, REQUESTS_FIRST, ServiceRequest, ServiceRequestPage } from "@holdfast/contracts"
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { z } from "zod"
import { ask } from "../ui/api.ts"
import { useMay } from "./session.ts"

const requestsQuery = (limit: number) =>
  queryOptions({
    queryKey: ["serve", "requests", limit],
    queryFn: () => ask(ServiceRequestPage, `/api/requests?limit=${limit}`),
    placeholderData: keepPreviousData,
  })

/** Whether who is here answers residents, and so reads what they wrote; undefined while that is not known. */
export const useMayAnswer = (): boolean | undefined => useMay("serve.answer-request")

/** What residents asked, the most urgent first, for who may read it; for others it is not asked for. */
export function useRequests(limit = REQUESTS_FIRST) {
  return useQuery({ ...requestsQuery(limit), enabled: useMayAnswer() === true })
}

export function useAnswer(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (answer: z.infer<typeof AnswerRequest>) =>
      ask(ServiceRequest, `/api/requests/${id}/answer`, { method: "POST", body: answer }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["serve"] }),
  })
}

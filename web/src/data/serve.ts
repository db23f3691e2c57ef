import { type AnswerRequest, ServiceRequest, ServiceRequestPage } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import type { z } from "zod"
import { ask } from "../ui/api.ts"

export const requestsQuery = queryOptions({
  queryKey: ["serve", "requests"],
  queryFn: () => ask(ServiceRequestPage, "/api/requests"),
})

export function useAnswer(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (answer: z.infer<typeof AnswerRequest>) =>
      ask(ServiceRequest, `/api/requests/${id}/answer`, { method: "POST", body: answer }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["serve"] }),
  })
}

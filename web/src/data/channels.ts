import { type ChangeChannel, ChannelList, type CreateChannel, Resent, SendOrderList, type TickHand } from "@holdfast/contracts"
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

/** What a channel does is no entry of the log, so no event says that it changed. */
const CHANNELS_REFRESH_MS = 5_000
const GOING_REFRESH_MS = 2_000
const DONE_REFRESH_MS = 30_000

export const channelsQuery = queryOptions({
  queryKey: ["warn", "channels"],
  queryFn: () => ask(ChannelList, "/api/channels"),
  refetchInterval: CHANNELS_REFRESH_MS,
})

export const deliveriesQuery = (warning: string) =>
  queryOptions({
    queryKey: ["warn", "deliveries", warning],
    queryFn: () => ask(SendOrderList, `/api/warnings/${warning}/deliveries`),
    refetchInterval: ({ state: { data } }) =>
      data?.orders.some(({ doneAt }) => doneAt === null) ? GOING_REFRESH_MS : DONE_REFRESH_MS,
  })

export type ChannelStep =
  | { readonly verb: "create"; readonly channel: CreateChannel }
  | { readonly verb: "change"; readonly id: number; readonly changes: ChangeChannel }
  | { readonly verb: "test"; readonly id: number }

export function useChannelStep() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (step: ChannelStep) => {
      if (step.verb === "create") return ask(ChannelList, "/api/channels", { method: "POST", body: step.channel })
      if (step.verb === "test") return ask(ChannelList, `/api/channels/${step.id}/test`, { method: "POST" })
      return ask(ChannelList, `/api/channels/${step.id}`, { method: "PATCH", body: step.changes })
    },
    onSuccess: (list) => queries.setQueryData(channelsQuery.queryKey, list),
  })
}

export function useResend(warning: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly order: number; readonly channel: number }) =>
      ask(Resent, `/api/warnings/${warning}/deliveries/resend`, { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: deliveriesQuery(warning).queryKey }),
  })
}

export function useTick(warning: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: TickHand) => ask(z.undefined(), `/api/warnings/${warning}/deliveries/tick`, { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: deliveriesQuery(warning).queryKey }),
  })
}

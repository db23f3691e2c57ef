import {
  Acknowledged,
  AlarmBudget,
  type AssignSignal,
  type ClearSignal,
  GroupMembers,
  InboxPage,
  OnDuty,
  type ShelveSignal,
  SignalCare,
  type SignalGroup,
  type undoableActs,
} from "@holdfast/contracts"
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

/** The budget looks back on hours: it need not follow each signal. */
const BUDGET_REFRESH_MS = 60_000

/** The first lines of the inbox with the counts of all: whoever has more than these needs help, not a longer list. */
export const inboxQuery = queryOptions({ queryKey: ["sense", "inbox"], queryFn: () => ask(InboxPage, "/api/inbox") })

/** @param areas only what lies in them */
export const membersQuery = (key: string, areas?: readonly string[]) =>
  infiniteQueryOptions({
    queryKey: ["sense", "members", key, areas ?? "all"],
    queryFn: ({ pageParam }) =>
      ask(
        GroupMembers,
        `/api/inbox/members?${new URLSearchParams({ key, skip: String(pageParam), ...(areas && { areas: areas.join(",") }) })}`,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    retry: false,
  })

export const careQuery = (id: string) =>
  queryOptions({ queryKey: ["sense", "care", id], queryFn: () => ask(SignalCare, `/api/signals/${id}/care`) })

export const onDutyQuery = (id: string) =>
  queryOptions({ queryKey: ["on-duty", id], queryFn: () => ask(OnDuty, `/api/signals/${id}/on-duty`) })

export const budgetQuery = queryOptions({
  queryKey: ["alarm-budget"],
  queryFn: () => ask(AlarmBudget, "/api/alarm-budget"),
  refetchInterval: BUDGET_REFRESH_MS,
})

/** What somebody does with one signal. */
export type SignalAct =
  | { readonly verb: "assign"; readonly body: AssignSignal }
  | { readonly verb: "comments"; readonly body: { readonly text: string } }
  | { readonly verb: "shelve"; readonly body: ShelveSignal }
  | { readonly verb: "clear"; readonly body: ClearSignal }
  | { readonly verb: "undo"; readonly body: { readonly act: (typeof undoableActs)[number] } }

export function useSignalAct(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ verb, body }: SignalAct) => ask(SignalCare, `/api/signals/${id}/${verb}`, { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense"] }),
  })
}

/** Acknowledges what a line of the inbox showed; what came later stays unseen. */
export function useAcknowledgeGroup() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ key, askedAt, within }: Pick<SignalGroup, "key" | "askedAt"> & { readonly within?: readonly string[] }) =>
      ask(Acknowledged, "/api/inbox/acknowledge", {
        method: "POST",
        body: { key, until: askedAt, ...(within && { areas: within }) },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense"] }),
  })
}

import { Review, ReviewList, Thread, WarningLedger } from "@holdfast/contracts"
import { queryOptions } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"

export const reviewsQuery = queryOptions({ queryKey: ["learn", "reviews"], queryFn: () => ask(ReviewList, "/api/reviews") })

export const reviewQuery = (incident: string) =>
  queryOptions({ queryKey: ["learn", "review", incident], queryFn: () => ask(Review, `/api/reviews/${incident}`) })

/** A thread crosses all modules, so any event may lengthen it. */
export const threadQuery = (record: string) =>
  queryOptions({ queryKey: ["thread", record], queryFn: () => ask(Thread, `/api/thread/${record}`) })

/** @param span from and to, as the server takes them */
export const ledgerQuery = ({ from, to }: { readonly from: string; readonly to: string }) =>
  queryOptions({
    queryKey: ["learn", "ledger", from, to],
    queryFn: () => ask(WarningLedger, `/api/ledger/warnings?${new URLSearchParams({ from, to })}`),
  })

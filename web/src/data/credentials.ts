import { type Device, DeviceList, DeviceSecret, type NewDevice } from "@holdfast/contracts"
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

/** When a device was heard is no entry of the log. */
const REFRESH_MS = 20_000
const PAGE = 200

/** With what devices sign in, by name. */
export const credentialsQuery = infiniteQueryOptions({
  queryKey: ["sense", "credentials"],
  queryFn: ({ pageParam }) =>
    ask(DeviceList, `/api/devices?${new URLSearchParams({ limit: String(PAGE), ...(pageParam && { after: pageParam }) })}`),
  initialPageParam: "",
  getNextPageParam: ({ next }) => next,
  refetchInterval: REFRESH_MS,
})

/** Those that are bound to one Thing. */
export const credentialsOfQuery = (thing: number) =>
  queryOptions({
    queryKey: ["sense", "credentials", thing],
    queryFn: () => ask(DeviceList, `/api/devices?thing=${thing}`),
    refetchInterval: REFRESH_MS,
  })

export function useIssueCredential() {
  return useChange((body: NewDevice) => ask(DeviceSecret, "/api/devices", { method: "POST", body }))
}

/** A new secret; the old one ends at once. */
export function useRenewCredential() {
  return useChange(({ id }: Pick<Device, "id">) => ask(DeviceSecret, `/api/devices/${id}/secret`, { method: "POST" }))
}

export function useEndCredential() {
  return useChange(({ id }: Pick<Device, "id">) => ask(z.undefined(), `/api/devices/${id}`, { method: "DELETE" }))
}

/** A secret stands in the answer alone: it is never put where queries keep what they know. */
function useChange<T, A>(mutationFn: (given: T) => Promise<A>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn,
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: ["sense", "credentials"] }),
  })
}

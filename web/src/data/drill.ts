import { DrillClock, type SetDrillSpeed } from "@holdfast/contracts"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { z } from "zod"
import { ask } from "../ui/api.ts"
import { useSession } from "./session.ts"

const REFRESH_MS = 5_000
export type DrillSpeed = z.infer<typeof SetDrillSpeed>["speed"]

/** Whether this page belongs to a drill. The session says so, not the clock: a clock that fails makes no drill look live. */
export function useInDrill(): boolean {
  return useSession()?.world === "drill"
}

/** The clock of the drill that this page belongs to; undefined outside of drills. */
export function useDrill() {
  const inDrill = useInDrill()
  return useQuery({
    queryKey: ["drill"],
    queryFn: () => ask(DrillClock, "/api/drill"),
    // Outside of drills the address does not exist; a page never becomes one later.
    enabled: inDrill,
    refetchInterval: REFRESH_MS,
  })
}

export function useSetDrillSpeed() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (speed: DrillSpeed) => ask(DrillClock, "/api/drill/speed", { method: "POST", body: { speed } }),
    onSuccess: (clock) => queries.setQueryData(["drill"], clock),
  })
}

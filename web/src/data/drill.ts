import { DrillClock, type SetDrillSpeed } from "@holdfast/contracts"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { z } from "zod"
import { ask } from "../ui/api.ts"
import { useSession } from "./session.ts"

const REFRESH_MS = 5_000
export type DrillSpeed = z.infer<typeof SetDrillSpeed>["speed"]

/** The clock of the drill that this page belongs to; undefined outside of drills. */
export function useDrill() {
  const world = useSession()?.world
  return useQuery({
    queryKey: ["drill"],
    queryFn: () => ask(DrillClock, "/api/drill"),
    // Outside of drills the address does not exist; a page never becomes one later.
    enabled: world === "drill",
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

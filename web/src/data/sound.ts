import { type MuteSound, type SoundMute, SoundMuteList } from "@holdfast/contracts"
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { ask } from "../ui/api.ts"
import { useMay } from "./session.ts"

// Under `sense`, so that the log entry of a mute makes every console ask anew.
const mutesQuery = queryOptions({ queryKey: ["sense", "mutes"], queryFn: () => ask(SoundMuteList, "/api/sound-mutes") })

/** Who does not hear alarms now, of those whose minutes are not over. */
export function useMutes(now: Date): readonly SoundMute[] {
  const may = useMay("read-operations")
  const { data } = useQuery({ ...mutesQuery, enabled: may === true })
  return data?.mutes.filter(({ until }) => Date.parse(until) > now.getTime()) ?? []
}

/** Turns the sound of one's own consoles off for some minutes, or on again. */
export function useMute() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: MuteSound | "on") =>
      change === "on"
        ? ask(SoundMuteList, "/api/sound-mutes", { method: "DELETE" })
        : ask(SoundMuteList, "/api/sound-mutes", { method: "POST", body: change }),
    onSuccess: (list) => queries.setQueryData(mutesQuery.queryKey, list),
  })
}

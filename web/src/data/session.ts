import { Session } from "@holdfast/contracts"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

/** Who is on duty changes without any event; a page that nobody looks at does not ask. */
const REFRESH_MS = 60_000

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => ask(Session, "/api/session"),
  refetchInterval: REFRESH_MS,
})

/** Who is signed in here; undefined while unknown, and on a server that keeps no sessions. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}

/** Whether who is here may do this somewhere, by the server's table of rights; undefined while that is not known. */
export function useMay(action: string): boolean | undefined {
  return useSession()?.may.includes(action)
}

export async function signOut(): Promise<void> {
  await ask(z.unknown(), "/api/session", { method: "DELETE" })
  location.reload()
}

import { Session } from "@holdfast/contracts"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { z } from "zod"
import { ask } from "../ui/api.ts"

export const sessionQuery = queryOptions({ queryKey: ["session"], queryFn: () => ask(Session, "/api/session") })

/** Who is signed in here; undefined while unknown, and on a server that keeps no sessions. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}

export async function signOut(): Promise<void> {
  await ask(z.unknown(), "/api/session", { method: "DELETE" })
  location.reload()
}

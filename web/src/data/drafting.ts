import { Drafting } from "@holdfast/contracts"
import { queryOptions, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { ask } from "../ui/api.ts"

const TELL_EVERY_MS = 20_000
const ASK_EVERY_MS = 15_000

/** Who is writing on which draft now; it is in no log, so it is asked again and again. */
export const draftingQuery = queryOptions({
  queryKey: ["drafting"],
  queryFn: () => ask(Drafting, "/api/warnings/drafting"),
  refetchInterval: ASK_EVERY_MS,
})

/** Tells the others that this draft is being written, as long as its page is looked at. */
export function useTellDrafting(id: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState !== "visible") return
      ask(Drafting, `/api/warnings/${id}/drafting`, { method: "POST", body: {} }).then(
        (drafting) => queries.setQueryData(draftingQuery.queryKey, drafting),
        // Nobody waits for it, and the next one is near.
        () => {},
      )
    }
    tell()
    const timer = setInterval(tell, TELL_EVERY_MS)
    return () => clearInterval(timer)
  }, [id, queries])
}

import type { WarningCard } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { cardQuery } from "../../data/warn.ts"

/** What the card counts changes without any event of warnings, so it is asked again. */
const CHECK_EVERY_MS = 30_000
/** Nobody waits longer than this for a card before a warning can go out. */
const WAIT_MAX_MS = 8_000

export interface CheckedCard {
  readonly card: WarningCard | undefined
  /** *old*: the last question was not answered, and what is shown is from before. *unchecked*: nothing could be asked at all. */
  readonly state: "loading" | "checked" | "old" | "unchecked"
  readonly error: Error | null
  retry(): void
}

/** The card of a warning, asked anew when it is opened and every half minute. It never stays *loading*. */
export function useCheckedCard(id: string): CheckedCard {
  const query = useQuery({ ...cardQuery(id), refetchOnMount: "always", refetchInterval: CHECK_EVERY_MS })
  const { data: card, error, isError, refetch } = query
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), WAIT_MAX_MS)
    return () => clearTimeout(timer)
  }, [])
  const state = card ? (isError ? "old" : "checked") : isError || late ? "unchecked" : "loading"
  return { card, state, error, retry: () => void refetch() }
}

import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useDrill } from "../data/drill.ts"
import { sessionQuery } from "../data/session.ts"
import { useLive } from "../live/use-live.ts"
import { ClockProvider } from "./clock.tsx"

/** Joins the live stream once for the whole page and hands down the city's clock. */
export function CityProvider({ children }: { children: ReactNode }) {
  const live = useLive()
  useQuery(sessionQuery)
  const { data: drill } = useDrill()
  return (
    <ClockProvider live={live} speed={drill?.speed ?? 1}>
      {children}
    </ClockProvider>
  )
}

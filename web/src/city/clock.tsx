import { createContext, type ReactNode, useContext, useEffect, useState } from "react"
import type { LiveState } from "../live/use-live.ts"

/** The city's own time, which in a drill runs faster than the wall's: the last heartbeat and what passed since. */
interface CityClock {
  readonly live: LiveState
  readonly speed: number
}

const STALE_MS = 10_000

const ClockContext = createContext<CityClock | undefined>(undefined)

export function ClockProvider({ live, speed, children }: CityClock & { children: ReactNode }) {
  return <ClockContext value={{ live, speed }}>{children}</ClockContext>
}

function useClock(): CityClock {
  const clock = useContext(ClockContext)
  if (!clock) throw new Error("Assertion failed: no ClockProvider above")
  return clock
}

export function useLiveState(): LiveState {
  return useClock().live
}

/** How long ago the last heartbeat came, by this machine; undefined before the first. */
export function useBeatAge(): number | undefined {
  const { live } = useClock()
  const { tickMs } = useTick()
  return live.beat && Math.max(0, tickMs - live.beat.heardMs)
}

/** Whether what the page shows is current: without a heartbeat for ten seconds it is not. */
export function useIsStale(): boolean {
  const live = useLiveState()
  const ageMs = useBeatAge()
  return live.lost || (ageMs !== undefined && ageMs > STALE_MS)
}

/** The city's time now, every second; this machine's until the first heartbeat. */
export function useCityNow(): Date {
  const { live, speed } = useClock()
  const { tickMs, wall } = useTick()
  return live.beat ? new Date(live.beat.at.getTime() + Math.max(0, tickMs - live.beat.heardMs) * speed) : wall
}

const tickNow = () => ({ tickMs: performance.now(), wall: new Date() })

function useTick(): ReturnType<typeof tickNow> {
  const [tick, setTick] = useState(tickNow)
  useEffect(() => {
    const timer = setInterval(() => setTick(tickNow()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return tick
}

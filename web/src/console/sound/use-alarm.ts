import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useBeatAge, useCityNow } from "../../city/clock.tsx"
import { inboxQuery } from "../../data/alarms.ts"
import { useCalls } from "../../data/authority.ts"
import { useDrill } from "../../data/drill.ts"
import { useSession } from "../../data/session.ts"
import { useMutes } from "../../data/sound.ts"
import { nextAlarm, silent } from "./alarm.ts"
import { play } from "./tones.ts"

const LOUDNESS = 0.25
const LOUDER = 0.6

/** Plays what is to be heard at this console. */
export function useAlarm(): void {
  const { data } = useQuery(inboxQuery)
  const calls = useCalls()
  const role = useSession()?.role
  const { data: drill } = useDrill()
  const beatAgeMs = useBeatAge()
  const now = useCityNow()
  const muted = useMutes(now).some(({ mine }) => mine)
  const state = useRef(silent)
  // The second is one of its dependencies, because silence makes no news.
  const second = now.getTime()
  useEffect(() => {
    const unseen = (data?.groups ?? []).filter((group) => group.unseen > 0)
    const groups = [
      ...unseen.filter(({ level }) => level === "orange" || level === "red").map(({ key }) => key),
      // Whoever is called because nobody acknowledged hears it at any level, as something new.
      ...unseen.filter(({ escalatedTo }) => escalatedTo !== null && escalatedTo === role).map(({ key }) => `${key} called`),
    ]
    // Approvers are called one after the other, so that not all of them start at once; an ending one calls its author.
    const approvals = [...(calls?.approve ?? []), ...(calls?.ending ?? [])].map(({ warning }) => warning)
    const realEvent = drill?.realEvent?.at
    const found = nextAlarm(state.current, { nowMs: performance.now(), groups, approvals, realEvent, beatAgeMs, muted })
    state.current = found.state
    if (found.play) play(found.play.tone, found.play.louder ? LOUDER : LOUDNESS)
  }, [data, role, calls, drill, beatAgeMs, muted, second])
}

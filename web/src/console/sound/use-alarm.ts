import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useBeatAge, useCityNow } from "../../city/clock.tsx"
import { useDrill } from "../../data/drill.ts"
import { signalsQuery } from "../../data/sense.ts"
import { useMay } from "../../data/session.ts"
import { useMutes } from "../../data/sound.ts"
import { warningsQuery } from "../../data/warn.ts"
import { needsApproval } from "../warnings/standing.ts"
import { groupSignals } from "../watch/grouping.ts"
import { nextAlarm, silent } from "./alarm.ts"
import { play } from "./tones.ts"

const LOUDNESS = 0.25
const LOUDER = 0.6

/** Plays what is to be heard at this console. */
export function useAlarm(): void {
  const { data } = useQuery(signalsQuery)
  const warnings = useQuery(warningsQuery).data?.warnings
  const mayApprove = useMay("warn.approve")
  const { data: drill } = useDrill()
  const beatAgeMs = useBeatAge()
  const muted = useMutes(useCityNow()).some(({ mine }) => mine)
  const state = useRef(silent)
  // The age of the heartbeat changes each second, so this runs each second.
  useEffect(() => {
    const groups = groupSignals(data?.signals ?? [])
      .filter(({ unseen, level }) => unseen > 0 && (level === "orange" || level === "red"))
      .map(({ key }) => key)
    const approvals = mayApprove ? (warnings ?? []).filter(needsApproval).map(({ id }) => id) : []
    const realEvent = drill?.realEvent?.at
    const found = nextAlarm(state.current, { nowMs: performance.now(), groups, approvals, realEvent, beatAgeMs, muted })
    state.current = found.state
    if (found.play) play(found.play.tone, found.play.louder ? LOUDER : LOUDNESS)
  }, [data, warnings, mayApprove, drill, beatAgeMs, muted])
}

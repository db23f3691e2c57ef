import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { useBeatAge } from "../../city/clock.tsx"
import { signalsQuery } from "../../data/sense.ts"
import { useSpeech } from "../../ui/language.tsx"
import { groupSignals } from "../watch/grouping.ts"
import { nextAlarm, silent } from "./alarm.ts"
import { canSound, play, wakeSound } from "./tones.ts"

/** Says whether this console can be heard, and proves it with a tone. */
export function SoundSwitch() {
  const { words } = useSpeech()
  const [on, setOn] = useState(canSound)
  useAlarm()
  const test = async () => {
    setOn(await wakeSound())
    play("needs-you")
  }
  return (
    <button
      type="button"
      className={on ? "bar-button" : "bar-button attention"}
      onClick={() => void test()}
      title={words("console:sound.test")}
    >
      {on ? words("console:sound.on") : `! ${words("console:sound.off")}`}
    </button>
  )
}

function useAlarm(): void {
  const { data } = useQuery(signalsQuery)
  const beatAgeMs = useBeatAge()
  const state = useRef(silent)
  // The age of the heartbeat changes each second, so this runs each second.
  useEffect(() => {
    const groups = groupSignals(data?.signals ?? [])
      .filter(({ unseen, level }) => unseen > 0 && (level === "orange" || level === "red"))
      .map(({ key }) => key)
    const found = nextAlarm(state.current, { nowMs: performance.now(), groups, beatAgeMs })
    state.current = found.state
    if (found.play) play(found.play.tone, found.play.louder ? 0.6 : 0.25)
  }, [data, beatAgeMs])
}

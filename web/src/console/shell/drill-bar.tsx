import "./drill-bar.css"
import type { DrillClock } from "@holdfast/contracts"
import { useEffect } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { type DrillSpeed, useSetDrillSpeed } from "../../data/drill.ts"
import { useSpeech } from "../../ui/language.tsx"

const speeds: readonly DrillSpeed[] = [0, 1, 60, 600]

/** The violet bar and border that every page of a drill has and that nobody can close; nothing outside of drills. */
export function DrillFrame({ clock }: { clock: DrillClock | undefined }) {
  const running = clock !== undefined
  useEffect(() => {
    document.documentElement.classList.toggle("in-drill", running)
    if (running) markIcon()
  }, [running])
  return clock ? <DrillBar clock={clock} /> : null
}

function DrillBar({ clock }: { clock: DrillClock }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const setSpeed = useSetDrillSpeed()
  return (
    <section className="drill-bar" aria-label={words("console:drill.title")}>
      <strong className="drill-word">{words("console:drill.word")}</strong>
      <span>{clock.name[language]}</span>
      <span>
        {words("console:drill.clock", { at: formats.dateTime(now) })}
        {clock.finished && ` · ${words("console:drill.finished")}`}
      </span>
      <span className="drill-speeds" role="group" aria-label={words("console:drill.speed")}>
        {speeds.map((speed) => (
          <button
            key={speed}
            type="button"
            className="drill-button"
            aria-pressed={clock.speed === speed}
            onClick={() => setSpeed.mutate(speed)}
          >
            {speed === 0 ? words("console:drill.pause") : `${speed}×`}
          </button>
        ))}
      </span>
      <span>{words("console:drill.nobody")}</span>
      {setSpeed.isError && <span role="alert">✕ {setSpeed.error.message}</span>}
    </section>
  )
}

/** The icon of a drill's tab starts with 演练, drawn in the drill's own colours. */
function markIcon(): void {
  const icon = document.getElementById("icon")
  const style = getComputedStyle(document.documentElement)
  const [ground, ink] = ["--drill", "--on-drill"].map((name) => encodeURIComponent(style.getPropertyValue(name).trim()))
  icon?.setAttribute(
    "href",
    `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' fill='${ground}'/%3E%3Ctext x='16' y='24' font-size='22' text-anchor='middle' fill='${ink}'%3E演%3C/text%3E%3C/svg%3E`,
  )
}

import "./drill-bar.css"
import type { DrillClock } from "@holdfast/contracts"
import { useEffect } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { type DrillSpeed, useDrill, useInDrill, useSetDrillSpeed } from "../../data/drill.ts"
import { useSpeech } from "../../ui/language.tsx"

const speeds: readonly DrillSpeed[] = [0, 1, 60, 600]

/** The violet bar and border that every page of a drill has and that nobody can close; nothing outside of drills. */
export function DrillFrame() {
  const running = useInDrill()
  const { data: clock } = useDrill()
  useEffect(() => {
    document.documentElement.classList.toggle("in-drill", running)
    if (running) markIcon()
  }, [running])
  if (!running) return null
  return (
    <>
      {clock?.realEvent && <RealEvent event={clock.realEvent} />}
      <DrillBar clock={clock} />
    </>
  )
}

/** The real city needs its people: above the bar, on every page of the drill. */
function RealEvent({ event }: { event: NonNullable<DrillClock["realEvent"]> }) {
  const { words, formats, language } = useSpeech()
  return (
    <p className="real-event" role="alert">
      <strong>{words("console:drill.real")}</strong>
      <span>{formats.time(new Date(event.at))}</span>
      <span>{event.title[language]}</span>
      <a href={event.url}>{words("console:drill.goLive")}</a>
    </p>
  )
}

/** The bar stands even when the clock of the drill does not answer: what must never be missing is the word. */
function DrillBar({ clock }: { clock: DrillClock | undefined }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const setSpeed = useSetDrillSpeed()
  return (
    <section className="drill-bar" aria-label={words("console:drill.title")}>
      <strong className="drill-word">{words("console:drill.word")}</strong>
      {clock && <span>{clock.name[language]}</span>}
      <span>
        {words("console:drill.clock", { at: formats.dateTime(now) })}
        {clock?.finished && ` · ${words("console:drill.finished")}`}
      </span>
      <span className="drill-speeds" role="group" aria-label={words("console:drill.speed")}>
        {speeds.map((speed) => (
          <button
            key={speed}
            type="button"
            className="drill-button"
            aria-pressed={clock?.speed === speed}
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

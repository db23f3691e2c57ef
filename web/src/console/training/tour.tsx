import "./tour.css"
import type { Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useInDrill } from "../../data/drill.ts"
import { useMay } from "../../data/session.ts"
import { warningsQuery } from "../../data/warn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { nextStep, type TourStep, tourSteps } from "./tour-steps.ts"

const STORED = "holdfast-tour"

/**
 * A walk through a warning's life for who learns it, in a drill only: a drill is a process with a city of its own and no channels, so
 * nothing that is practised there can reach anybody. Whoever wants it switches it on, and off again.
 */
export function Tour() {
  const { words } = useSpeech()
  const inDrill = useInDrill()
  const mayRead = useMay("read-operations")
  const [on, setOn] = useState(() => localStorage.getItem(STORED) === "on")
  const [read, setRead] = useState<readonly TourStep[]>([])
  const warnings = useQuery({ ...warningsQuery, enabled: inDrill && mayRead === true }).data?.warnings ?? []
  if (!inDrill) return null
  const turn = (to: boolean) => {
    localStorage.setItem(STORED, to ? "on" : "off")
    setOn(to)
  }
  if (!on) {
    return (
      <aside className="tour">
        <button type="button" className="button" onClick={() => turn(true)}>
          {words("authority:tour.start")}
        </button>
      </aside>
    )
  }
  const step = nextStep(warnings, read)
  return (
    <aside className="tour" aria-labelledby="tour-title">
      <h2 id="tour-title">{words("authority:tour.title")}</h2>
      <ol>
        {tourSteps.map((one) => (
          <li key={one} aria-current={one === step ? "step" : undefined}>
            {step === undefined || tourSteps.indexOf(one) < tourSteps.indexOf(step) ? "✓ " : ""}
            {words(`authority:tour.steps.${one}.name`)}
          </li>
        ))}
      </ol>
      <p role="status">{words(step ? `authority:tour.steps.${step}.do` : "authority:tour.done")}</p>
      <p className="actions">
        <Lead step={step} warnings={warnings} />
        {(step === "coach" || step === "card") && (
          <button type="button" className="button" onClick={() => setRead([...read, step])}>
            {words("authority:tour.next")}
          </button>
        )}
        <button type="button" className="button" onClick={() => turn(false)}>
          {words("authority:tour.end")}
        </button>
      </p>
    </aside>
  )
}

/** The way to where the step is done. */
function Lead({ step, warnings }: { step: TourStep | undefined; warnings: readonly Warning[] }) {
  const { words } = useSpeech()
  if (step === "draft") return <ScreenLink screen="watch">{words("authority:tour.toWatch")}</ScreenLink>
  const newest = warnings.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
  if (!newest) return null
  return (
    <>
      <ScreenLink screen="warnings" id={newest.id}>
        {words("authority:tour.toWarning", { code: newest.code })}
      </ScreenLink>
      {step === "approval" && <a href="/demo">{words("authority:tour.change")}</a>}
    </>
  )
}

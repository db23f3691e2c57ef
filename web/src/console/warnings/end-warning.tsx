import { RETRACT_WITHIN_MIN, type Warning } from "@holdfast/contracts"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useStep } from "../../data/warn.ts"
import { openScreen } from "../../router/router.tsx"
import { Window } from "../../ui/dialog/window.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

/** The two ways to end a warning by hand, which say different things to people: the danger is over, or it was a mistake. */
export function EndWarning({ warning }: { warning: Warning }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const [asked, setAsked] = useState<"lift" | "retract">()
  const step = useStep(warning.id)
  const retractUntilMs = warning.sentAt ? Date.parse(warning.sentAt) + RETRACT_WITHIN_MIN * 60_000 : 0
  const run = (verb: "lift" | "retract") => {
    setAsked(undefined)
    // A lifting is a warning of its own that a second person approves; it opens to show so.
    step.mutate({ verb }, { onSuccess: ({ id }) => openScreen("warnings", id) })
  }
  return (
    <>
      <p className="actions">
        <button type="button" className="button button-main" disabled={step.isPending} onClick={() => setAsked("lift")}>
          {words("console:end.lift")}
        </button>
        {now.getTime() < retractUntilMs && (
          <>
            <button type="button" className="button" disabled={step.isPending} onClick={() => setAsked("retract")}>
              {words("console:end.retract")}
            </button>
            <span className="quiet">{words("console:end.retractUntil", { at: formats.time(new Date(retractUntilMs)) })}</span>
          </>
        )}
      </p>
      {step.isError && <Trouble error={step.error} />}
      {asked && (
        <Window title={words(`console:end.${asked}`)} open onClose={() => setAsked(undefined)}>
          <p>{words(`console:end.${asked}Means`)}</p>
          <p className="actions">
            <button type="button" className="button button-main" onClick={() => run(asked)}>
              {words(`console:end.${asked}Now`)}
            </button>
          </p>
        </Window>
      )}
    </>
  )
}

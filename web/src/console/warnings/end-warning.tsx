import { RETRACT_WITHIN_MIN, type Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { cardQuery, useStep } from "../../data/warn.ts"
import { openScreen } from "../../router/router.tsx"
import { Window } from "../../ui/dialog/window.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"

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
          {asked === "retract" && <Afterwards id={warning.id} />}
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

/** What is in force after the retraction, so that nobody is left without a warning unawares. */
function Afterwards({ id }: { id: string }) {
  const { words, formats, language } = useSpeech()
  const card = useQuery(cardQuery(id))
  return (
    <QueryState query={card}>
      {({ comesBack, alreadyActive }) => {
        const warnings = comesBack.map(({ code, level, areas, expires }) =>
          words("warn:retracting.one", {
            code,
            level: words(`warn:levels.${level}`),
            areas: areaNames(areas, language),
            until: formats.dateTime(new Date(expires)),
          }),
        )
        const between = language === "zh-CN" ? "、" : ", "
        return (
          <p>
            {warnings.length > 0
              ? words("warn:retracting.comesBack", { warnings: warnings.join(between) })
              : alreadyActive.length > 0
                ? words("warn:retracting.still", { codes: alreadyActive.map(({ code }) => code).join(between) })
                : words("warn:retracting.nothing")}
          </p>
        )
      }}
    </QueryState>
  )
}

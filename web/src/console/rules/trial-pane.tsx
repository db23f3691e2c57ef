import type { PackRule, TryRule } from "@holdfast/contracts"
import { TRIAL_DAYS_MAX } from "@holdfast/contracts"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useTrial } from "../../data/rules.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { ChoiceField, TextField } from "./fields.tsx"
import { KnownEvents } from "./known-events.tsx"
import { TrialResult } from "./trial-result.tsx"

const DAY_MS = 86_400_000

/** Tries the rule as it stands in the form on what was measured, before anybody switches it on. */
export function TrialPane({ hazard, rule }: { hazard: string; rule: PackRule }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const [days, setDays] = useState("7")
  const [daysAgo, setDaysAgo] = useState("0")
  const [against, setAgainst] = useState<"nothing" | "warnings" | "events">("nothing")
  const trial = useTrial()
  const to = new Date(now.getTime() - Number(daysAgo) * DAY_MS)
  const from = new Date(to.getTime() - Number(days) * DAY_MS)
  const start = () => {
    const asked: TryRule = { hazard, rule, from: from.toISOString(), to: to.toISOString() }
    trial.start(against === "nothing" ? asked : { ...asked, against })
  }
  const isSpan = Number(days) > 0 && Number(days) <= TRIAL_DAYS_MAX && Number(daysAgo) >= 0
  return (
    <section className="card" aria-label={words("sense:trial.title")}>
      <h2>{words("sense:trial.title")}</h2>
      <p className="rule-hint">{words("sense:trial.hint")}</p>
      <div className="form-row">
        <TextField label={words("sense:trial.days")} number={{ min: 1, max: TRIAL_DAYS_MAX }} value={days} onChange={setDays} />
        <TextField label={words("sense:trial.daysAgo")} number={{ min: 0 }} value={daysAgo} onChange={setDaysAgo} />
        <ChoiceField
          label={words("sense:trial.against")}
          value={against}
          options={(["nothing", "warnings", "events"] as const).map((value) => ({
            value,
            text: words(`sense:trial.against_${value}`),
          }))}
          onChange={setAgainst}
        />
      </div>
      <KnownEvents hazard={hazard} />
      {isSpan && <p className="quiet">{formats.span(from, to)}</p>}
      <div className="actions">
        <button type="button" className="button" disabled={trial.isPending || !isSpan} onClick={start}>
          {words("sense:trial.start")}
        </button>
        {trial.isPending && (
          <>
            <progress aria-label={words("sense:trial.running")} value={trial.share} max={1} />
            <button type="button" className="button" onClick={trial.stop}>
              {words("sense:trial.stop")}
            </button>
          </>
        )}
      </div>
      {trial.isError && <Trouble error={trial.error} />}
      {trial.data && !trial.isPending && <TrialResult trial={trial.data} />}
    </section>
  )
}

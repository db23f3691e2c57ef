import type { Outage } from "@holdfast/contracts"
import { type FormEvent, useId, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useChangeOutage } from "../../data/recover.ts"
import { ScreenLink } from "../../router/router.tsx"
import { CurveChart } from "../../ui/chart/curve-chart.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { householdsWord, roleWord } from "../say.ts"

const stateIcons: Readonly<Record<Outage["state"], string>> = {
  out: "⊘",
  "partly-restored": "◐",
  "to-be-confirmed": "?",
  restored: "✓",
}

/** One outage: households without the service, how that went, who checked it when. */
export function OutageCard({ outage, opened }: { outage: Outage; opened: boolean }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const over = outage.restoredAt !== null
  return (
    <article className={opened ? "card outage outage-opened" : "card outage"} data-row={outage.id} tabIndex={-1}>
      <h2>
        {words(`console:lifeline.${outage.lifeline}`)} · {outage.area.name[language]}
      </h2>
      <p className="facts">
        <span className="code">{outage.code}</span>
        <Pill icon={stateIcons[outage.state]} dashed={outage.state === "to-be-confirmed"}>
          {words(`console:outageState.${outage.state}`)}
        </Pill>
      </p>
      <p className="outage-now">{householdsWord(words, formats, outage.households)}</p>
      <p className="quiet">
        {words("console:outage.checked", {
          at: formats.ago(new Date(outage.checkedAt), now),
          role: roleWord(words, outage.checkedByRole),
        })}
      </p>
      <CurveChart
        title={words("console:outage.curve")}
        kind="step"
        points={outage.curve.map(({ at, households }) => ({ atMs: Date.parse(at), value: households }))}
        toMs={outage.restoredAt ? Date.parse(outage.restoredAt) : now.getTime()}
        say={(count) => householdsWord(words, formats, count)}
      />
      {!over && <Update outage={outage} />}
      <ScreenLink screen="thread" id={outage.id}>
        {words("console:thread.open")}
      </ScreenLink>
    </article>
  )
}

function Update({ outage }: { outage: Outage }) {
  const { words } = useSpeech()
  const [households, setHouseholds] = useState("")
  const change = useChangeOutage()
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { verb: "update", id: outage.id, households: Number(households) },
      { onSuccess: () => setHouseholds((typed) => (typed === households ? "" : typed)) },
    )
  }
  return (
    <form onSubmit={submit}>
      <label className="field-label" htmlFor={id}>
        {words("console:outage.now")}
      </label>
      <div className="form-row">
        <div>
          <input
            id={id}
            className="field-input"
            type="number"
            inputMode="numeric"
            min="0"
            step="1"
            required
            value={households}
            onChange={(event) => setHouseholds(event.target.value)}
          />
        </div>
        <button type="submit" className="button" disabled={change.isPending || households === ""}>
          {words("console:outage.update")}
        </button>
      </div>
      {outage.state === "to-be-confirmed" && (
        <p className="actions">
          <button
            type="button"
            className="button button-main"
            disabled={change.isPending}
            onClick={() => change.mutate({ verb: "confirm", id: outage.id })}
          >
            {words("console:outage.confirm")}
          </button>
        </p>
      )}
      {change.isError && <Trouble error={change.error} />}
    </form>
  )
}

import { lifelines, type ReportOutage } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useId, useState } from "react"
import { useNewId } from "../../data/new-id.ts"
import { areasQuery } from "../../data/places.ts"
import { useChangeOutage } from "../../data/recover.ts"
import { incidentsQuery } from "../../data/respond.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"

/** A new outage: which lifeline, where, how many households, and what it came from if that is known. */
export function ReportForm() {
  const { words, language } = useSpeech()
  const areas = useQuery(areasQuery).data?.areas ?? []
  const [lifeline, setLifeline] = useState<ReportOutage["lifeline"]>("power")
  const [area, setArea] = useState("")
  const [households, setHouseholds] = useState("")
  const running = useQuery(incidentsQuery).data?.incidents.filter(({ closedAt }) => closedAt === null) ?? []
  const [because, setBecause] = useState("")
  const report = useChangeOutage()
  const next = useNewId()
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    report.mutate(
      { verb: "report", report: { id: next.id, lifeline, area, households: Number(households), ...(because && { because }) } },
      { onSuccess: () => setHouseholds((typed) => (typed === households ? "" : typed)), onSettled: next.settle },
    )
  }
  return (
    <details className="form-box">
      <summary>{words("console:outage.report")}</summary>
      <form className="card" onSubmit={submit}>
        <div className="form-row">
          <div>
            <label className="field-label" htmlFor={`${id}-lifeline`}>
              {words("console:outage.lifeline")}
            </label>
            <select
              id={`${id}-lifeline`}
              className="field-input"
              value={lifeline}
              onChange={({ target }) => setLifeline(lifelines.find((name) => name === target.value) ?? "power")}
            >
              {lifelines.map((name) => (
                <option key={name} value={name}>
                  {words(`console:lifeline.${name}`)}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-area`}>
              {words("console:outage.area")}
            </label>
            <select
              id={`${id}-area`}
              className="field-input"
              required
              value={area}
              onChange={({ target }) => setArea(target.value)}
            >
              <option value="">{words("console:composer.choose")}</option>
              {areas.map((option) => (
                <option key={option.id} value={option.id}>
                  {option.name[language]}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-households`}>
              {words("console:outage.without")}
            </label>
            <input
              id={`${id}-households`}
              className="field-input"
              type="number"
              inputMode="numeric"
              min="1"
              step="1"
              required
              value={households}
              onChange={({ target }) => setHouseholds(target.value)}
            />
          </div>
          {running.length > 0 && (
            <div>
              <label className="field-label" htmlFor={`${id}-because`}>
                {words("console:outage.because")}
              </label>
              <select
                id={`${id}-because`}
                className="field-input"
                value={because}
                onChange={({ target }) => setBecause(target.value)}
              >
                <option value="">{words("console:unknown")}</option>
                {running.map((incident) => (
                  <option key={incident.id} value={incident.id}>
                    {incident.code} {areaNames(incident.areas, language)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <button type="submit" className="button button-main" disabled={report.isPending}>
            {words("console:outage.send")}
          </button>
        </div>
        {report.isError && <Trouble error={report.error} />}
        <p role="status">{report.data && words("console:outage.reported", { code: report.data.code })}</p>
      </form>
    </details>
  )
}

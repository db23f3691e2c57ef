import "./ledger.css"
import type { LedgerLine, LedgerTotals, WarningLedger } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { ledgerQuery } from "../../data/learn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { LeadChart } from "./lead-chart.tsx"
import { ReviewTabs } from "./review-tabs.tsx"

const DAYS_FIRST = 90
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const AREAS_SHOWN = 3

/** What became of every warning: by hazard, by rule, and one by one. */
export function Ledger() {
  const { words, formats } = useSpeech()
  const nowMs = useCityNow().getTime()
  const [span, setSpan] = useState<{ readonly from: string; readonly to: string }>()
  const dayOf = (ms: number) => isoDay(ms, formats.zone(new Date(ms)))
  const shown = span ?? { from: dayOf(nowMs - DAYS_FIRST * DAY_MS), to: dayOf(nowMs) }
  const query = useQuery(
    ledgerQuery({
      from: formats.cityTime(`${shown.from}T00:00`).toISOString(),
      to: new Date(formats.cityTime(`${shown.to}T00:00`).getTime() + DAY_MS).toISOString(),
    }),
  )
  return (
    <div className="page">
      <h1>{words("learn:ledger.title")}</h1>
      <ReviewTabs now="warnings" />
      <p className="quiet">{words("learn:ledger.lead")}</p>
      <SpanForm key={`${shown.from} ${shown.to}`} span={shown} onShow={setSpan} />
      <QueryState
        query={query}
        empty={({ lines, missed }) =>
          lines.length === 0 && missed.length === 0 ? <Empty>{words("learn:ledger.none")}</Empty> : undefined
        }
      >
        {(ledger) => <Found ledger={ledger} />}
      </QueryState>
    </div>
  )
}

function SpanForm({
  span,
  onShow,
}: {
  span: { from: string; to: string }
  onShow: (span: { from: string; to: string }) => void
}) {
  const { words } = useSpeech()
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    onShow({ from: String(given.get("from")), to: String(given.get("to")) })
  }
  return (
    <form className="ledger-span" onSubmit={show}>
      {(["from", "to"] as const).map((name) => (
        <label key={name} className="field-label">
          {words(`learn:ledger.${name}`)}
          <input className="field-input" type="date" name={name} required defaultValue={span[name]} />
        </label>
      ))}
      <button type="submit" className="button">
        {words("learn:ledger.show")}
      </button>
    </form>
  )
}

function Found({ ledger }: { ledger: WarningLedger }) {
  const { words } = useSpeech()
  const { lines, byHazard, byRule, missed, isCut } = ledger
  const isJudged = byHazard.some(({ misses }) => misses !== null)
  return (
    <>
      {isCut && <p className="attention">! {words("learn:ledger.cut")}</p>}
      {!isJudged && <p className="ledger-note">! {words("learn:ledger.noEvents")}</p>}
      <LeadChart lines={lines} />
      <Totals caption={words("learn:ledger.byHazard")} totals={byHazard} />
      <Totals caption={words("learn:ledger.byRule")} totals={byRule} />
      {missed.length > 0 && <Missed missed={missed} />}
      {lines.length > 0 && <Lines lines={lines} />}
    </>
  )
}

const counts = ["warnings", "hits", "misses", "falseAlarms", "unknown", "sentInError"] as const

function Totals({ caption, totals }: { caption: string; totals: readonly LedgerTotals[] }) {
  const { words, formats, language } = useSpeech()
  const lead = useLead()
  if (totals.length === 0) return null
  const head = (name: string) => words(`learn:ledger.column.${name === "warnings" ? "count" : name}`)
  return (
    <table className="ledger-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {["what", ...counts, "lead", "toSend"].map((name) => (
            <th key={name} scope="col">
              {head(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {totals.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.name[language]}</th>
            {counts.map((name) => (
              <td key={name} data-head={head(name)} className="ledger-number">
                {one[name] === null ? words("console:review.notEnough") : formats.count(one[name])}
              </td>
            ))}
            <td data-head={head("lead")}>{lead(one.medianLeadMin)}</td>
            <td data-head={head("toSend")}>{lead(one.medianSignalToSentMin)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Missed({ missed }: { missed: WarningLedger["missed"] }) {
  const { words, formats, language } = useSpeech()
  return (
    <section>
      <h2>{words("learn:ledger.missed")}</h2>
      <ul className="rows">
        {missed.map(({ hazard, area, areaName, from, until, level }) => (
          <li key={`${hazard} ${area} ${from}`} className="ledger-missed">
            {level && <LevelMark level={level} form="measured" size={20} word />}
            <span>{areaName[language]}</span>
            <span className="quiet">{formats.span(new Date(from), new Date(until))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Lines({ lines }: { lines: readonly LedgerLine[] }) {
  const { words, formats, language } = useSpeech()
  const lead = useLead()
  const head = (name: string) => words(`learn:ledger.column.${name}`)
  return (
    <table className="ledger-table">
      <caption>{words("learn:ledger.list")}</caption>
      <thead>
        <tr>
          {["codes", "level", "place", "sent", "verdict", "leadOne", "toSendOne", "rule"].map((name) => (
            <th key={name} scope="col">
              {head(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.warning}>
            <th scope="row">
              <ScreenLink screen="warnings" id={line.warning}>
                {line.codes.length > 2 ? `${line.codes[0]} … ${line.codes.at(-1)}` : line.codes.join(", ")}
              </ScreenLink>
            </th>
            <td data-head={head("level")}>
              <LevelMark level={line.level} form={line.verdict === "in-force" ? "in-force" : "measured"} size={20} word />
            </td>
            <td data-head={head("place")}>{places(line.areas.map(({ name }) => name[language]))}</td>
            <td data-head={head("sent")}>{formats.shortDateTime(new Date(line.sentAt))}</td>
            <td data-head={head("verdict")}>{words(`learn:ledger.verdict.${line.verdict}`)}</td>
            <td data-head={head("leadOne")}>{line.verdict === "hit" ? lead(line.leadMin) : ""}</td>
            <td data-head={head("toSendOne")}>{line.signalToSentMin === null ? "" : lead(line.signalToSentMin)}</td>
            <td data-head={head("rule")}>{line.rule?.name[language] ?? words("learn:ledger.byPeople")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Minutes in words; what came too late says so. */
function useLead(): (minutes: number | null) => string {
  const { words, formats } = useSpeech()
  return (minutes) => {
    if (minutes === null) return words("console:review.notEnough")
    const span = formats.duration(Math.abs(minutes) * MINUTE_MS)
    return minutes < 0 ? words("learn:ledger.late", { span }) : span
  }
}

function places(names: readonly string[]): string {
  const shown = names.slice(0, AREAS_SHOWN).join(", ")
  return names.length > AREAS_SHOWN ? `${shown} +${names.length - AREAS_SHOWN}` : shown
}

/** The day that a clock in the city shows. @param zone such as `UTC+8` */
function isoDay(ms: number, zone: string): string {
  const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d+)(?::(\d+))?/.exec(zone) ?? []
  const offsetMs = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
  return new Date(ms + offsetMs).toISOString().slice(0, 10)
}

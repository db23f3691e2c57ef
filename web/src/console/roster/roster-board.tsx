import "./roster.css"
import type { RosterCall } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { rosterBoardQuery, useAnswerCall } from "../../data/roster.ts"
import { useMay } from "../../data/session.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { ClockIcon } from "../../ui/pill/clock-icon.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { QueryState, Trouble } from "../../ui/states/query-state.tsx"

/** Who of the warned areas has answered: "9 of 12", by post, never by who was first. */
export function RosterBoard({ warning }: { warning: string }) {
  const { words } = useSpeech()
  const query = useQuery(rosterBoardQuery(warning))
  return (
    <section className="roster-board" aria-label={words("roster:board.title")}>
      <h2>{words("roster:board.title")}</h2>
      <QueryState query={query}>
        {({ rings, answered, open, calls }) => (
          <>
            {calls.length === 0 && <p className="quiet">{words("roster:board.noneCalled")}</p>}
            {calls.length > 0 && (
              <p className="facts" role="status">
                <strong>{words("roster:board.answered", { answered, count: calls.length })}</strong>
                {open > 0 && <span className="attention">! {words("roster:board.open", { count: open })}</span>}
              </p>
            )}
            {open > 0 && !rings && <p className="attention">! {words("roster:board.noChannel")}</p>}
            <p className="actions">
              <a href={`/door-to-door/${warning}`} target="_blank" rel="noreferrer">
                {words("roster:door.link")}
              </a>
            </p>
            <ul className="roster-calls">
              {calls.map((call) => (
                <Call key={call.id} call={call} />
              ))}
            </ul>
          </>
        )}
      </QueryState>
    </section>
  )
}

const icons: Readonly<Record<RosterCall["state"], ReactNode>> = { open: <ClockIcon />, answered: "✓", ended: "⊘" }

function Call({ call }: { call: RosterCall }) {
  const { words, formats, language } = useSpeech()
  const mayMark = useMay("warn.manage-roster")
  const { area, post, state, rung, dueAt, answeredAt, answeredBy, note } = call
  return (
    <li className="card">
      <p className="facts">
        <strong>{post}</strong>
        <span>{area.name[language]}</span>
        <Pill icon={icons[state]}>{words(`roster:board.state.${state}`)}</Pill>
        {answeredAt && answeredBy && (
          <span>
            {formats.shortDateTime(new Date(answeredAt))} · {words(`roster:board.by.${answeredBy}`)}
            {note && ` · ${note}`}
          </span>
        )}
        {state === "open" && <span>{words("roster:board.rung", { count: rung })}</span>}
        {state === "open" && dueAt && rung > 0 && (
          <span>{words("roster:board.next", { at: formats.time(new Date(dueAt)) })}</span>
        )}
        {state === "open" && !dueAt && <span className="attention">! {words("roster:board.stuck")}</span>}
      </p>
      {state === "open" && mayMark && <Mark call={call} />}
    </li>
  )
}

/** Answered by telephone: the time, and what was said. */
function Mark({ call: { id, area } }: { call: RosterCall }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const answer = useAnswerCall()
  const [time, setTime] = useState<string>()
  const [note, setNote] = useState("")
  const field = useId()
  const shown = time ?? formats.time(now)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    answer.mutate({ id, at: lastAt(shown, formats.time(now), now).toISOString(), note })
  }
  return (
    <details className="form-box">
      <summary>{words("roster:board.mark")}</summary>
      <form className="form-row" onSubmit={submit}>
        <div>
          <label className="field-label" htmlFor={`${field}-time`}>
            {words("roster:board.when")}
          </label>
          <input
            id={`${field}-time`}
            className="field-input"
            type="time"
            required
            value={shown}
            onChange={({ target }) => setTime(target.value)}
          />
        </div>
        <div>
          <label className="field-label" htmlFor={`${field}-note`}>
            {words("roster:board.note")}
          </label>
          <input
            id={`${field}-note`}
            className="field-input"
            maxLength={200}
            autoComplete="off"
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </div>
        <button type="submit" className="button button-main" disabled={answer.isPending}>
          {words("roster:board.save")}
        </button>
        <ScreenLink screen="roster" id={area.id}>
          {words("roster:board.roster")}
        </ScreenLink>
      </form>
      {answer.isError && <Trouble error={answer.error} />}
    </details>
  )
}

const MINUTE_MS = 60_000
const DAY_MIN = 24 * 60

/** The last moment at which the clock of the city showed a time, in whole minutes. */
function lastAt(time: string, clock: string, now: Date): Date {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  const agoMin = (minutes(clock) - minutes(time) + DAY_MIN) % DAY_MIN
  const whole = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  return new Date(whole - agoMin * MINUTE_MS)
}

import { useQuery } from "@tanstack/react-query"
import { useId, useState } from "react"
import { knownEventsQuery, useForgetEvent, useImportEvents } from "../../data/known-events.ts"
import { areasQuery } from "../../data/places.ts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { EventForm } from "./event-form.tsx"

const ROWS = 20
const template = `data:text/csv;charset=utf-8,${encodeURIComponent("\uFEFFarea,from,until,level\r\n")}`

/** What really happened: the planner's own list, to which a trial can be held. */
export function KnownEvents({ hazard }: { readonly hazard: string }) {
  const { words } = useSpeech()
  const query = useQuery(knownEventsQuery(hazard))
  return (
    <details className="form-box">
      <summary>
        {query.data ? words("sense:event.count", { count: query.data.events.length }) : words("sense:event.title")}
      </summary>
      <p className="rule-hint">{words("sense:event.hint")}</p>
      <QueryState
        query={query}
        empty={({ events }) => (events.length === 0 ? <Empty>{words("sense:event.none")}</Empty> : undefined)}
      >
        {({ events }) => <Events hazard={hazard} events={events} />}
      </QueryState>
      <EventForm key={hazard} hazard={hazard} />
      <ImportEvents hazard={hazard} />
    </details>
  )
}

type Kept = Awaited<ReturnType<NonNullable<ReturnType<typeof knownEventsQuery>["queryFn"]>>>

function Events({ hazard, events }: { readonly hazard: string } & Kept) {
  const { words, formats, language } = useSpeech()
  const [rows, setRows] = useState(ROWS)
  const forget = useForgetEvent(hazard)
  return (
    <>
      <ul className="rows">
        {events.slice(0, rows).map(({ id, areaName, from, until, level }) => (
          <li key={id} className="event-row">
            {level ? <LevelMark level={level} form="measured" size={20} word /> : <span>{words("sense:event.any")}</span>}
            <span>
              {areaName[language]} · {formats.span(new Date(from), new Date(until))}
            </span>
            <button type="button" className="button" disabled={forget.isPending} onClick={() => forget.mutate(id)}>
              {words("sense:event.takeOut")}
              <span className="visually-hidden">
                {" "}
                {areaName[language]} {formats.shortDateTime(new Date(from))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {events.length > rows && (
        <button type="button" className="button" onClick={() => setRows(rows + ROWS)}>
          {words("console:more", { count: events.length - rows })}
        </button>
      )}
      {forget.isError && <Trouble error={forget.error} />}
    </>
  )
}

function ImportEvents({ hazard }: { readonly hazard: string }) {
  const { words } = useSpeech()
  const example = useQuery(areasQuery).data?.areas[0]?.id ?? "city/district"
  const send = useImportEvents(hazard)
  const id = useId()
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {words("sense:event.import")}
      </label>
      <input
        id={id}
        className="field-input"
        type="file"
        accept=".csv,text/csv"
        disabled={send.isPending}
        onChange={({ target }) => target.files?.[0] && send.mutate(target.files[0], { onSettled: () => (target.value = "") })}
      />
      <p className="rule-hint">
        {words("sense:event.importHint", { example })}{" "}
        <a href={template} download="events.csv">
          {words("sense:event.template")}
        </a>
      </p>
      <div role="status">
        {send.data && (
          <>
            <p>{words("sense:event.kept", { count: send.data.changed })}</p>
            {send.data.bad > 0 && <p className="attention">! {words("sense:event.bad", { count: send.data.bad })}</p>}
            <ul>
              {send.data.badRows.map(({ line, column, value, rule }) => (
                <li key={`${line} ${column}`}>
                  {words("sense:event.row", { line, column, value })} {words(`sense:event.rules.${rule}`)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {send.isError && <Trouble error={send.error} />}
    </div>
  )
}

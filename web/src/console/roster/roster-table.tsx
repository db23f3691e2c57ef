import type { BadRosterRow, RosterImport } from "@holdfast/contracts"
import { type FormEvent, useId, useState } from "react"
import { useImportRoster } from "../../data/roster.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

const template = `data:text/csv;charset=utf-8,${encodeURIComponent(
  "\uFEFFarea,post,from_level,place,name,phone,email,language\r\n",
)}`

/** A table of responsible people: chosen, checked, and only then stored. */
export function RosterTable() {
  const { words } = useSpeech()
  const [file, setFile] = useState<File>()
  const [found, setFound] = useState<RosterImport>()
  const send = useImportRoster()
  const id = useId()
  const check = (event: FormEvent) => {
    event.preventDefault()
    if (file) send.mutate({ file, store: false }, { onSuccess: setFound })
  }
  return (
    <details className="form-box">
      <summary>{words("roster:import.open")}</summary>
      <form className="card" onSubmit={check}>
        <p className="field-hint">{words("roster:import.hint")}</p>
        <p>
          <a href={template} download="roster.csv">
            {words("roster:import.template")}
          </a>
        </p>
        <div className="form-row">
          <div>
            <label className="field-label" htmlFor={id}>
              {words("roster:import.file")}
            </label>
            <input
              id={id}
              className="field-input"
              type="file"
              accept=".csv,.xlsx,text/csv"
              required
              onChange={({ target }) => (setFile(target.files?.[0]), setFound(undefined))}
            />
          </div>
          <button type="submit" className="button button-main" disabled={send.isPending || !file}>
            {words("roster:import.check")}
          </button>
        </div>
        <p role="status">{send.isPending && words("roster:import.checking")}</p>
        {send.isError && <Trouble error={send.error} />}
      </form>
      {found && file && (
        <Report
          found={found}
          isBusy={send.isPending}
          onStore={() => send.mutate({ file, store: true }, { onSuccess: setFound })}
        />
      )}
    </details>
  )
}

function Report({ found, isBusy, onStore }: { found: RosterImport; isBusy: boolean; onStore: () => void }) {
  const { words } = useSpeech()
  const { stored, fresh, changed, same, bad, badRows } = found
  const count = fresh + changed
  return (
    <section className="card" aria-label={words("roster:import.file")}>
      <p className="facts">
        <strong>{words("roster:import.fresh", { count: fresh })}</strong>
        <span>{words("roster:import.changed", { count: changed })}</span>
        <span>{words("roster:import.same", { count: same })}</span>
        <span className={bad > 0 ? "attention" : undefined}>{words("roster:import.bad", { count: bad })}</span>
      </p>
      {badRows.length > 0 && <Refused rows={badRows} />}
      <p role="status">
        {stored && words("roster:import.stored")}
        {!stored && count === 0 && words("roster:import.nothing")}
      </p>
      {!stored && count > 0 && (
        <p className="actions">
          <button type="button" className="button button-main" disabled={isBusy} onClick={onStore}>
            {words("roster:import.store", { count })}
          </button>
        </p>
      )}
    </section>
  )
}

function Refused({ rows }: { rows: readonly BadRosterRow[] }) {
  const { words, language } = useSpeech()
  return (
    <div className="table-scroll">
      <table className="data-table">
        <thead>
          <tr>
            {(["line", "column", "value", "mend"] as const).map((column) => (
              <th key={column} scope="col">
                {words(`roster:import.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, column, value, rule }) => (
            <tr key={`${line} ${column} ${rule}`}>
              <td>{line}</td>
              <td className="code">{column}</td>
              <td lang={language}>{value && `“${value}”`}</td>
              <td>{words(`roster:rule.${rule}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import type { Task } from "@holdfast/contracts"
import { type FormEvent, useId, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useChangeTask } from "../../data/respond.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { roleWord } from "../say.ts"
import { taskIcons } from "./task-order.ts"

/** One task: who, by when, its state, and what can be done about it. */
export function TaskCard({ task }: { task: Task }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const change = useChangeTask()
  const [refusing, setRefusing] = useState(false)
  const open = task.state === "to-do" || task.state === "doing"
  const late = open && (task.overdue || Date.parse(task.dueAt) < now.getTime())
  return (
    <article className="task" aria-label={task.title[language]} data-row={task.id} tabIndex={-1}>
      <p className="task-title">{task.title[language]}</p>
      <p className="facts">
        <span>{roleWord(words, task.role)}</span>
        <span className={late ? "attention" : undefined}>
          {words("console:task.due", { at: formats.shortDateTime(new Date(task.dueAt)) })}
        </span>
        {late ? (
          <Pill icon="⏱">{words("console:task.overdue")}</Pill>
        ) : (
          <Pill icon={taskIcons[task.state]}>{words(`console:taskState.${task.state}`)}</Pill>
        )}
      </p>
      {task.note && <p className="quiet">{task.note}</p>}
      {open && !refusing && (
        <p className="actions">
          {task.state === "to-do" ? (
            <button
              type="button"
              className="button"
              disabled={change.isPending}
              onClick={() => change.mutate({ task: task.id, verb: "start" })}
            >
              {words("console:task.start")}
            </button>
          ) : (
            <button
              type="button"
              className="button button-main"
              disabled={change.isPending}
              onClick={() => change.mutate({ task: task.id, verb: "complete" })}
            >
              {words("console:task.complete")}
            </button>
          )}
          <button type="button" className="button" disabled={change.isPending} onClick={() => setRefusing(true)}>
            {words("console:task.refuse")}
          </button>
        </p>
      )}
      {refusing && (
        <Refuse
          onCancel={() => setRefusing(false)}
          onRefuse={(note) => {
            setRefusing(false)
            change.mutate({ task: task.id, verb: "refuse", note })
          }}
        />
      )}
      {change.isError && <Trouble error={change.error} />}
    </article>
  )
}

function Refuse({ onRefuse, onCancel }: { onRefuse: (note: string) => void; onCancel: () => void }) {
  const { words } = useSpeech()
  const [note, setNote] = useState("")
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onRefuse(note)
  }
  return (
    <form onSubmit={submit}>
      <label className="field-label" htmlFor={id}>
        {words("console:task.why")}
      </label>
      <textarea
        id={id}
        className="field-input"
        rows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="actions">
        <button type="submit" className="button button-main" disabled={note.trim() === ""}>
          {words("console:task.refuseNow")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {words("console:cancel")}
        </button>
      </p>
    </form>
  )
}

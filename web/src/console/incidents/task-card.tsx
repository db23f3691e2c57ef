import type { Task } from "@holdfast/contracts"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useChangeTask } from "../../data/respond.ts"
import { useSpeech } from "../../ui/language.tsx"
import { OverdueIcon } from "../../ui/pill/clock-icon.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { ReasonForm } from "../../ui/reason-form/reason-form.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { roleWord } from "../say.ts"
import { taskIcons } from "./task-order.ts"

/** One task: who, by when, its state, and what can be done about it. */
export function TaskCard({ task, mayDo }: { task: Task; mayDo: boolean }) {
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
          <Pill icon={<OverdueIcon />}>{words("console:task.overdue")}</Pill>
        ) : (
          <Pill icon={taskIcons[task.state]}>{words(`console:taskState.${task.state}`)}</Pill>
        )}
      </p>
      {task.note && <p className="quiet">{task.note}</p>}
      {open && mayDo && !refusing && (
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
        <ReasonForm
          label={words("console:task.why")}
          send={words("console:task.refuseNow")}
          onCancel={() => setRefusing(false)}
          onSend={(note) => {
            setRefusing(false)
            change.mutate({ task: task.id, verb: "refuse", note })
          }}
        />
      )}
      {change.isError && <Trouble error={change.error} />}
    </article>
  )
}

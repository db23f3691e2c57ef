import type { Task } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow, useLiveState } from "../city/clock.tsx"
import { roleWord } from "../console/say.ts"
import { incidentsQuery, useMayDoTasks } from "../data/respond.ts"
import { useSpeech } from "../ui/language.tsx"
import { QueryState } from "../ui/states/query-state.tsx"
import { FieldTask } from "./field-task.tsx"
import type { useOutbox } from "./use-outbox.ts"

interface TasksProps {
  /** Undefined while unknown: then the tasks of all roles are shown, each with its role. */
  readonly role: string | undefined
  readonly outbox: ReturnType<typeof useOutbox>
}

/** What my role has to do where I work, the nearest deadline first; below it what is done. */
export function Tasks({ role, outbox }: TasksProps) {
  const { words, formats } = useSpeech()
  const live = useLiveState()
  const now = useCityNow()
  const query = useQuery(incidentsQuery)
  const mayDoTasks = useMayDoTasks()
  return (
    <>
      <h1>{words("field:today")}</h1>
      {role && <p className="field-quiet">{words("field:as", { role: roleWord(words, role) })}</p>}
      <QueryState query={query}>
        {({ incidents }) => {
          const running = incidents.filter((incident) => incident.closedAt === null && mayDoTasks(incident))
          const tasks = running.flatMap((incident) => incident.tasks).filter((task) => role === undefined || task.role === role)
          const open = tasks.filter(isOpen).toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))
          const over = tasks.filter((task) => !isOpen(task))
          return (
            <>
              {open.length === 0 && (
                <p className="field-empty">{words("field:none", { at: formats.time(live.beat?.at ?? now) })}</p>
              )}
              {open.map((task) => (
                <FieldTask
                  key={task.id}
                  task={task}
                  places={running.find(({ id }) => id === task.incident)?.areas ?? []}
                  showRole={role === undefined}
                  outbox={outbox}
                />
              ))}
              {over.length > 0 && <Over tasks={over} />}
            </>
          )
        }}
      </QueryState>
    </>
  )
}

function isOpen({ state }: Task): boolean {
  return state === "to-do" || state === "doing"
}

function Over({ tasks }: { tasks: readonly Task[] }) {
  const { words, formats, language } = useSpeech()
  return (
    <details className="field-over">
      <summary>{words("field:over", { count: tasks.length })}</summary>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            {task.state === "done" ? "✓" : "⊘"} {task.title[language]}{" "}
            <span className="field-quiet">
              {words(`console:taskState.${task.state}`)} {formats.shortDateTime(new Date(task.changedAt))}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

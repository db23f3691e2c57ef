import type { Incident } from "@holdfast/contracts"
import { useState } from "react"
import { useCloseIncident, useMayDoTasks } from "../../data/respond.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { areaNames } from "../say.ts"
import { ThreadLines } from "../thread/thread-lines.tsx"
import { TaskCard } from "./task-card.tsx"
import { byDeadline, lanes, tasksIn } from "./task-order.ts"

/** One incident: its level, its places, and its tasks as a board or as a list by deadline. */
export function IncidentPage({ incident }: { incident: Incident }) {
  const { words, formats, language } = useSpeech()
  const [board, setBoard] = useState(true)
  const close = useCloseIncident()
  const open = incident.closedAt === null
  useCommand("thread", () => openScreen("thread", incident.id))
  return (
    <>
      <p className="quiet">
        <ScreenLink screen="incidents">{words("console:nav.incidents")}</ScreenLink> /{" "}
        <span className="code">{incident.code}</span>
      </p>
      <h1>{incident.plan[language]}</h1>
      <p className="facts">
        <Pill>{words(`console:response.${incident.level}`)}</Pill>
        <span>{areaNames(incident.areas, language)}</span>
        <span>{words("console:incident.opened", { at: formats.shortDateTime(new Date(incident.openedAt)) })}</span>
        {incident.closedAt && (
          <span>{words("console:incident.closedAt", { at: formats.shortDateTime(new Date(incident.closedAt)) })}</span>
        )}
      </p>
      <div className="actions">
        <span role="group" aria-label={words("console:incident.shown")} className="actions">
          <button type="button" className="button" aria-pressed={board} onClick={() => setBoard(true)}>
            {words("console:incident.board")}
          </button>
          <button type="button" className="button" aria-pressed={!board} onClick={() => setBoard(false)}>
            {words("console:incident.list")}
          </button>
        </span>
        {open ? (
          <button type="button" className="button" disabled={close.isPending} onClick={() => close.mutate(incident.id)}>
            {words("console:incident.close")}
          </button>
        ) : (
          <ScreenLink screen="reviews" id={incident.id}>
            {words("console:incident.review")}
          </ScreenLink>
        )}
      </div>
      {close.isError && <Trouble error={close.error} />}
      {board ? <Board incident={incident} /> : <TaskList incident={incident} />}
      <ThreadLines record={incident.id} />
    </>
  )
}

function Board({ incident }: { incident: Incident }) {
  const { words } = useSpeech()
  const mayDo = useMayDoTasks()(incident)
  return (
    <div className="board">
      {lanes.map((state) => {
        const tasks = tasksIn(incident.tasks, state)
        return (
          <section key={state} className="board-lane" aria-label={words(`console:taskState.${state}`)}>
            <h2>
              {words(`console:taskState.${state}`)} <span className="quiet">{tasks.length}</span>
            </h2>
            {tasks.length === 0 && <p className="quiet">{words("console:incident.emptyLane")}</p>}
            {tasks.map((task) => (
              <TaskCard key={task.id} task={task} mayDo={mayDo} />
            ))}
          </section>
        )
      })}
    </div>
  )
}

function TaskList({ incident }: { incident: Incident }) {
  const mayDo = useMayDoTasks()(incident)
  return (
    <div className="task-list">
      {byDeadline(incident.tasks).map((task) => (
        <TaskCard key={task.id} task={task} mayDo={mayDo} />
      ))}
    </div>
  )
}

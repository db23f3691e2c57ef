import type { AreaRef, Task } from "@holdfast/contracts"
import { useState } from "react"
import { useCityNow } from "../city/clock.tsx"
import { areaNames, roleWord } from "../console/say.ts"
import { useSpeech } from "../ui/language.tsx"
import { OverdueIcon } from "../ui/pill/clock-icon.tsx"
import { Pill } from "../ui/pill/pill.tsx"
import { ReasonForm } from "../ui/reason-form/reason-form.tsx"
import type { useOutbox } from "./use-outbox.ts"

interface FieldTaskProps {
  readonly task: Task
  readonly places: readonly AreaRef[]
  readonly showRole: boolean
  readonly outbox: ReturnType<typeof useOutbox>
}

/** One task with the two things that one can do about it. What waits on the phone counts as done for the person, and says so. */
export function FieldTask({ task, places, showRole, outbox }: FieldTaskProps) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const [refusing, setRefusing] = useState(false)
  const [full, setFull] = useState(false)
  const waiting = outbox.items.findLast((item) => item.task === task.id && item.refused === undefined)
  const started = task.state === "doing" || waiting?.verb === "start"
  const finished = waiting !== undefined && waiting.verb !== "start"
  const late = task.overdue || Date.parse(task.dueAt) < now.getTime()
  const save = (verb: "start" | "complete" | "refuse", note?: string) => {
    setRefusing(false)
    setFull(!outbox.save(note === undefined ? { task: task.id, verb } : { task: task.id, verb, note }))
  }
  return (
    <article className="field-card" aria-label={task.title[language]}>
      <h2>{task.title[language]}</h2>
      <p className="field-facts">
        {late && <Pill icon={<OverdueIcon />}>{words("console:task.overdue")}</Pill>}
        <span className={late ? "field-attention" : undefined}>
          {words("console:task.due", { at: formats.shortDateTime(new Date(task.dueAt)) })}
        </span>
        <span>{areaNames(places, language)}</span>
        {showRole && <span>{roleWord(words, task.role)}</span>}
        {started && !finished && <Pill icon="▸">{words("console:taskState.doing")}</Pill>}
      </p>
      {waiting && <p className="field-saved">▣ {words("field:saved", { at: formats.clock(new Date(waiting.savedAtMs)) })}</p>}
      {full && <p className="problem">✕ {words("field:full")}</p>}
      {!finished && !refusing && (
        <div className="field-buttons">
          <button type="button" className="field-button field-button-main" onClick={() => save(started ? "complete" : "start")}>
            {words(started ? "field:done" : "field:start")}
          </button>
          <button type="button" className="field-button" onClick={() => setRefusing(true)}>
            {words("field:cannot")}
          </button>
        </div>
      )}
      {refusing && (
        <ReasonForm
          look="field"
          label={words("field:why")}
          send={words("field:cannotNow")}
          onCancel={() => setRefusing(false)}
          onSend={(note) => save("refuse", note)}
        />
      )}
    </article>
  )
}

import type { HandTask, SendOrder, Warning } from "@holdfast/contracts"
import { type FormEvent, useId, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useTick } from "../../data/channels.ts"
import { useMay } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

/** Areas that people tell: each is ticked off with when and how. */
export function HandTasks({ order, warning }: { readonly order: SendOrder; readonly warning: Warning }) {
  const { words } = useSpeech()
  const may = useMay("warn.resend") ?? false
  const { hand } = order
  const done = hand.filter(({ toldAt }) => toldAt !== null).length
  return (
    <section aria-label={words("channels:delivery.hand")}>
      <h4>
        {words("channels:delivery.hand")} · {words("channels:delivery.progress", { done, count: hand.length })}
      </h4>
      <ul className="hand-tasks">
        {hand.map((task) => (
          <li key={`${task.channel} ${task.recipient}`}>
            <Task {...{ task, warning, order: order.number, may }} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface TaskProps {
  readonly task: HandTask
  readonly warning: Warning
  readonly order: number
  readonly may: boolean
}

function Task({ task, warning, order, may }: TaskProps) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const tick = useTick(warning.id)
  const id = useId()
  const [time, setTime] = useState("")
  const [note, setNote] = useState("")
  const name = task.name[language]
  if (task.toldAt) {
    const told = { name, at: formats.time(new Date(task.toldAt)), note: task.note ?? "" }
    return <p>✓ {words(task.note ? "channels:delivery.toldHow" : "channels:delivery.told", told)}</p>
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    tick.mutate({
      ...{ order, channel: task.channel, recipient: task.recipient, note },
      at: toldAt(time, now, formats.cityTime).toISOString(),
    })
  }
  return (
    <>
      <p>{words("channels:delivery.toTell", { name })}</p>
      {may && (
        <form className="hand-form" onSubmit={submit}>
          <div>
            <label className="field-label" htmlFor={`${id}-time`}>
              {words("channels:delivery.toldAt")}
            </label>
            <input
              id={`${id}-time`}
              className="field-input"
              type="time"
              required
              value={time}
              onChange={({ target }) => setTime(target.value)}
            />
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-note`}>
              {words("channels:delivery.note")}
            </label>
            <input
              id={`${id}-note`}
              className="field-input"
              maxLength={200}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          </div>
          <button type="submit" className="button" disabled={tick.isPending}>
            {words("channels:delivery.save")}
          </button>
        </form>
      )}
      {tick.error && <Trouble error={tick.error} />}
    </>
  )
}

const DAY_MS = 86_400_000

/** The last moment at which a clock in the city showed this time: who ticks after midnight may mean the evening before. */
function toldAt(time: string, now: Date, cityTime: (shown: string) => Date): Date {
  const today = cityTime(`${dayIn(now, cityTime)}T${time}`)
  return today > now ? new Date(today.getTime() - DAY_MS) : today
}

/** The day in the city, as `2026-07-31`. */
function dayIn(now: Date, cityTime: (shown: string) => Date): string {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const candidates = [1, 0, -1].map((days) => day(new Date(now.getTime() + days * DAY_MS)))
  return candidates.find((one) => cityTime(`${one}T00:00`) <= now) ?? day(now)
}

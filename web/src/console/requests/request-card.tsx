import type { ServiceRequest } from "@holdfast/contracts"
import { useId, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useAnswer } from "../../data/serve.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { ReasonForm } from "../../ui/reason-form/reason-form.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

const stateIcons: Readonly<Record<ServiceRequest["state"], string>> = { received: "○", accepted: "▸", solved: "✓", closed: "✓" }
const nextStates = ["accepted", "solved", "closed"] as const

export function RequestCard({ request }: { request: ServiceRequest }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const open = request.state === "received" || request.state === "accepted"
  const late = open && Date.parse(request.dueAt) < now.getTime()
  return (
    <article className="card request" data-row={request.id} tabIndex={-1} aria-label={request.categoryName[language]}>
      <h2>{request.categoryName[language]}</h2>
      <p className="facts">
        <Pill icon={stateIcons[request.state]}>{words(`console:requestState.${request.state}`)}</Pill>
        <span>{request.place}</span>
        <span className={late ? "attention" : undefined}>
          {late && "! "}
          {words("console:request.due", { at: formats.shortDateTime(new Date(request.dueAt)) })}
        </span>
        <span className="quiet">{words("console:request.received", { at: formats.ago(new Date(request.receivedAt), now) })}</span>
      </p>
      {request.photo && <img className="request-photo" src={request.photo} alt={words("console:request.photo")} loading="lazy" />}
      <p className="request-words">{request.description}</p>
      {request.answer && (
        <p>
          <strong>
            {words("console:request.answered", { at: formats.shortDateTime(new Date(request.answeredAt ?? request.receivedAt)) })}
          </strong>{" "}
          {request.answer}
        </p>
      )}
      {open && <Answer request={request} />}
    </article>
  )
}

function Answer({ request }: { request: ServiceRequest }) {
  const { words } = useSpeech()
  const [state, setState] = useState<(typeof nextStates)[number]>(request.state === "received" ? "accepted" : "solved")
  const [sent, setSent] = useState(0)
  const answer = useAnswer(request.id)
  const name = useId()
  // After an answer the form begins anew.
  const send = (text: string) => answer.mutate({ state, answer: text }, { onSuccess: () => setSent((count) => count + 1) })
  return (
    <details>
      <summary>{words("console:request.answer")}</summary>
      <ReasonForm
        key={sent}
        label={words("console:request.words")}
        send={words("console:request.send")}
        maxLength={1_000}
        busy={answer.isPending}
        onSend={send}
      >
        <fieldset className="choices">
          <legend>{words("console:request.becomes")}</legend>
          {nextStates.map((option) => (
            <label key={option} className="choice">
              <input type="radio" name={name} checked={state === option} onChange={() => setState(option)} />
              {words(`console:requestState.${option}`)}
            </label>
          ))}
        </fieldset>
      </ReasonForm>
      {answer.isError && <Trouble error={answer.error} />}
    </details>
  )
}

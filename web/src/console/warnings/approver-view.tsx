import type { Warning } from "@holdfast/contracts"
import { type Language, languageNames } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useId, useState } from "react"
import { useInDrill } from "../../data/drill.ts"
import { useSession } from "../../data/session.ts"
import { cardQuery, useStep } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { areaNames, roleWord } from "../say.ts"
import { TextsShown } from "./texts-shown.tsx"
import { WarningCardView } from "./warning-card.tsx"

/** The second person: the card, the areas, both languages with a tick each, and the way back with a reason. */
export function ApproverView({ warning }: { warning: Warning }) {
  const { words, language } = useSpeech()
  const [read, setRead] = useState<ReadonlySet<Language>>(new Set())
  const role = useSession()?.role
  const step = useStep(warning.id)
  const tick = (which: Language) =>
    setRead((before) => new Set(before.has(which) ? [...before].filter((other) => other !== which) : [...before, which]))
  const may = role === undefined || role === "approver"
  return (
    <>
      <WarningCardView id={warning.id} />
      <section className="block">
        <h2>{words("console:composer.where")}</h2>
        <p>{areaNames(warning.areas, language)}</p>
      </section>
      <TextsShown
        texts={warning.texts}
        below={(which) => (
          <label className="choice">
            <input type="checkbox" checked={read.has(which)} onChange={() => tick(which)} />
            {words("console:approve.read", { language: languageNames[which] })}
          </label>
        )}
      />
      {step.isError && <Trouble error={step.error} />}
      {may ? (
        <>
          <p className="quiet">{words("console:approve.after")}</p>
          <p className="actions">
            <ApproveButton
              id={warning.id}
              disabled={read.size < 2 || step.isPending}
              onApprove={() => step.mutate({ verb: "approve" })}
            />
            {read.size < 2 && <span className="quiet">{words("console:approve.readFirst")}</span>}
          </p>
          <Reject busy={step.isPending} onReject={(reason) => step.mutate({ verb: "reject", reason })} />
        </>
      ) : (
        <p>{words("console:approve.notYou", { role: role ? roleWord(words, role) : words("console:person.nobody") })}</p>
      )}
    </>
  )
}

/** Says what it does, with the number; in a drill, that nobody outside gets it. */
function ApproveButton({ id, disabled, onApprove }: { id: string; disabled: boolean; onApprove: () => void }) {
  const { words, formats } = useSpeech()
  const { data: card } = useQuery(cardQuery(id))
  const drill = useInDrill()
  const text = drill
    ? words("console:approve.drill")
    : card
      ? words("console:approve.send", { people: formats.people(card.population) })
      : words("console:approve.sendUnknown")
  return (
    <button type="button" className="button button-main" disabled={disabled} onClick={onApprove}>
      {text}
    </button>
  )
}

function Reject({ busy, onReject }: { busy: boolean; onReject: (reason: string) => void }) {
  const { words } = useSpeech()
  const [reason, setReason] = useState("")
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onReject(reason)
  }
  return (
    <form className="block" onSubmit={submit}>
      <label className="field-label" htmlFor={id}>
        {words("console:approve.reason")}
      </label>
      <div className="chips" role="group" aria-label={words("console:approve.usual")}>
        {["area", "words", "level"].map((usual) => (
          <button key={usual} type="button" className="chip" onClick={() => setReason(words(`console:approve.because.${usual}`))}>
            {words(`console:approve.because.${usual}`)}
          </button>
        ))}
      </div>
      <textarea
        id={id}
        className="field-input"
        rows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p className="actions">
        <button type="submit" className="button" disabled={busy || reason.trim() === ""}>
          {words("console:approve.reject")}
        </button>
      </p>
    </form>
  )
}

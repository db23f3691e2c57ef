import { useQuery } from "@tanstack/react-query"
import { useId, useState } from "react"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"

interface SubmitButtonProps {
  readonly id: string
  readonly busy: boolean
  /** @param people the figure that was typed, for one that reaches unusually far */
  readonly onSubmit: (people?: number) => void
}

/** Asks for approval, and says how many people could give it now. One that reaches unusually far has its figure typed before. */
export function SubmitButton({ id, busy, onSubmit }: SubmitButtonProps) {
  const { words, formats } = useSpeech()
  const { data: card } = useQuery(cardQuery(id))
  const [typed, setTyped] = useState("")
  const field = useId()
  const size = card?.beside.size
  const figure = Number(typed.replaceAll(/[,\s，]/g, ""))
  const mustType = size?.typed === true
  return (
    <>
      {mustType && (
        <p className="inline-field">
          <label htmlFor={field}>{words("coach:card.type", { people: formats.count(size.people) })}</label>
          <input
            id={field}
            className="field-input"
            inputMode="numeric"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </p>
      )}
      <button
        type="button"
        className="button button-main"
        disabled={busy || (mustType && figure !== size.people)}
        onClick={() => onSubmit(mustType ? figure : undefined)}
      >
        {words("console:composer.submit")}
      </button>
      {card && (
        <span className={card.approvers === 0 ? "attention" : "quiet"}>
          {card.approvers === 0
            ? `! ${words("console:status.noApprover")}`
            : words("console:card.canApprove", { count: card.approvers })}
        </span>
      )}
    </>
  )
}

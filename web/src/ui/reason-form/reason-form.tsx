import { type FormEvent, type ReactNode, useId, useState } from "react"
import { useSpeech } from "../language.tsx"

interface ReasonFormProps {
  readonly label: string
  /** What the button says, which is what happens. */
  readonly send: string
  readonly onSend: (reason: string) => void
  readonly onCancel?: () => void
  /** Whole reasons to choose from; each fills the field, where it can still be changed. */
  readonly usual?: { readonly title: string; readonly reasons: readonly string[] }
  readonly busy?: boolean
  /** Whether sending is the main thing to do here. */
  readonly main?: boolean
  /** Console, or the larger field page. */
  readonly look?: "console" | "field"
  readonly maxLength?: number
  /** What is asked before the words. */
  readonly children?: ReactNode
}

const looks = {
  console: { row: "actions", button: "button", main: "button button-main", rows: 2 },
  field: { row: "field-buttons", button: "field-button", main: "field-button field-button-main", rows: 3 },
} as const

/** Words that somebody owes for an act, and the act: nothing is sent without them. */
export function ReasonForm(props: ReasonFormProps) {
  const { label, send, onSend, onCancel, usual, busy = false, main = true, maxLength = 500, children } = props
  const { words } = useSpeech()
  const [reason, setReason] = useState("")
  const id = useId()
  const look = looks[props.look ?? "console"]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend(reason.trim())
  }
  return (
    <form onSubmit={submit}>
      {children}
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {usual && (
        <div className="chips" role="group" aria-label={usual.title}>
          {usual.reasons.map((text) => (
            <button key={text} type="button" className="chip" aria-pressed={reason === text} onClick={() => setReason(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
      <textarea
        id={id}
        className="field-input"
        rows={look.rows}
        maxLength={maxLength}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className={look.row}>
        <button type="submit" className={main ? look.main : look.button} disabled={busy || reason.trim() === ""}>
          {send}
        </button>
        {onCancel && (
          <button type="button" className={look.button} onClick={onCancel}>
            {words("console:cancel")}
          </button>
        )}
      </div>
    </form>
  )
}

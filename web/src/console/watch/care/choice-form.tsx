import { useId, useState } from "react"
import { useSpeech } from "../../../ui/language.tsx"
import { FocusFirst } from "./focus-first.tsx"

interface ChoiceFormProps<T extends string> {
  readonly title: string
  readonly choices: readonly { readonly value: T; readonly label: string }[]
  /** One button each: what is pressed is what happens. */
  readonly sends: readonly { readonly value: number; readonly label: string }[]
  readonly note: string
  readonly busy: boolean
  readonly onSend: (choice: T, value: number) => void
  readonly onCancel: () => void
}

/** A reason of a list, and the act. The focus goes to the reasons, so that a key that opened this can go on. */
export function ChoiceForm<T extends string>({ title, choices, sends, note, busy, onSend, onCancel }: ChoiceFormProps<T>) {
  const { words } = useSpeech()
  const [choice, setChoice] = useState(choices[0]!.value)
  const name = useId()
  return (
    <FocusFirst>
      <fieldset className="choices">
        <legend>{title}</legend>
        {choices.map(({ value, label }) => (
          <label key={value} className="choice">
            <input type="radio" name={name} checked={choice === value} onChange={() => setChoice(value)} />
            {label}
          </label>
        ))}
      </fieldset>
      <p className="actions">
        {sends.map(({ value, label }) => (
          <button key={value} type="button" className="button" disabled={busy} onClick={() => onSend(choice, value)}>
            {label}
          </button>
        ))}
        <button type="button" className="button" onClick={onCancel}>
          {words("console:cancel")}
        </button>
      </p>
      <p className="quiet">{note}</p>
    </FocusFirst>
  )
}

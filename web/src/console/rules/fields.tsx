import { type ReactNode, useId } from "react"
import { useSpeech } from "../../ui/language.tsx"

interface FieldProps {
  readonly label: string
  readonly hint?: string
  readonly children: (id: string) => ReactNode
}

/** A label with its field, and what else has to be known about it. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children(id)}
      {hint && <p className="rule-hint">{hint}</p>}
    </div>
  )
}

interface TextFieldProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** A number within these bounds; without it words. */
  readonly number?: { readonly min?: number; readonly max?: number; readonly step?: number | "any" }
  readonly required?: boolean
  readonly readOnly?: boolean
  readonly pattern?: string
}

export function TextField({ label, hint, value, onChange, number, required = false, readOnly = false, pattern }: TextFieldProps) {
  return (
    <Field label={label} {...(hint && { hint })}>
      {(id) => (
        <input
          id={id}
          className="field-input"
          type={number ? "number" : "text"}
          {...(number && { inputMode: "decimal", step: "any", ...number })}
          {...(pattern && { pattern })}
          maxLength={200}
          required={required}
          readOnly={readOnly}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

interface TimeFieldProps {
  readonly label: string
  /** As a clock in the city shows it, `2026-07-31T03:05`; empty when there is none. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly required?: boolean
}

/** A moment by the city's clock, and so it says whose zone that is: `Formats.cityTime` reads it, this machine's zone does not count. */
export function TimeField({ label, value, onChange, required = false }: TimeFieldProps) {
  const { words, formats } = useSpeech()
  return (
    <Field label={words("sense:labelled", { label, of: formats.zone(value === "" ? new Date(0) : formats.cityTime(value)) })}>
      {(id) => (
        <input
          id={id}
          className="field-input"
          type="datetime-local"
          required={required}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

interface ChoiceFieldProps<T extends string> {
  readonly label: string
  readonly hint?: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly text: string }[]
  readonly onChange: (value: T) => void
}

export function ChoiceField<T extends string>({ label, hint, value, options, onChange }: ChoiceFieldProps<T>) {
  return (
    <Field label={label} {...(hint && { hint })}>
      {(id) => (
        <select id={id} className="field-input" value={value} onChange={({ target }) => onChange(target.value as T)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

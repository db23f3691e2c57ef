import "./search-field.css"
import { useId } from "react"

/** A field that narrows a list while it is written in. */
export function SearchField({
  label,
  text,
  onChange,
  maxLength,
}: {
  label: string
  text: string
  onChange: (text: string) => void
  maxLength?: number
}) {
  const id = useId()
  return (
    <label className="search-field" htmlFor={id}>
      <span className="field-label">{label}</span>
      <input
        id={id}
        className="field-input"
        type="search"
        autoComplete="off"
        maxLength={maxLength}
        value={text}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}

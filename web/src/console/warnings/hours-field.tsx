import { useId, useState } from "react"

interface HoursFieldProps {
  readonly label: string
  readonly hours: number
  readonly max: number
  readonly id?: string
  readonly onChange: (hours: number) => void
}

/** A number of hours. While somebody types, what they typed stands, even when it is no number yet. */
export function HoursField({ label, hours, max, onChange, id: given }: HoursFieldProps) {
  const made = useId()
  const id = given ?? made
  const [typed, setTyped] = useState<string>()
  const type = (text: string) => {
    setTyped(text)
    const wanted = Number(text)
    if (wanted > 0 && wanted <= max) onChange(wanted)
  }
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field-input"
        type="number"
        min="0.5"
        max={max}
        step="0.5"
        value={typed ?? String(Math.max(0.5, Math.round(hours * 2) / 2))}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(undefined)}
      />
    </span>
  )
}

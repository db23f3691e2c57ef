import { useId } from "react"
import { useSpeech } from "../../ui/language.tsx"

const HOUR_MS = 3_600_000
const HOURS_MAX = 168

interface UntilFieldProps {
  readonly onset: string
  readonly expires: string
  readonly onChange: (expires: string) => void
}

/** How long it holds, in hours, because a date field would be read in this machine's zone instead of the city's. */
export function UntilField({ onset, expires, onChange }: UntilFieldProps) {
  const { words, formats } = useSpeech()
  const id = useId()
  const lastsMs = Date.parse(expires) - Date.parse(onset)
  const set = (text: string) => {
    const hours = Number(text)
    if (hours > 0 && hours <= HOURS_MAX) onChange(new Date(Date.parse(onset) + hours * HOUR_MS).toISOString())
  }
  return (
    <section className="block" aria-label={words("console:composer.until")}>
      <h2>{words("console:composer.until")}</h2>
      <p className="inline-field">
        <label htmlFor={id}>{words("console:composer.hours")}</label>
        <input
          id={id}
          className="field-input"
          type="number"
          min="0.5"
          max={HOURS_MAX}
          step="0.5"
          value={Math.round((lastsMs / HOUR_MS) * 2) / 2}
          onChange={(event) => set(event.target.value)}
        />
        <span>
          {formats.span(new Date(onset), new Date(expires))} {formats.zone(new Date(onset))} ({formats.duration(lastsMs)})
        </span>
      </p>
    </section>
  )
}

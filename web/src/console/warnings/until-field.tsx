import { useSpeech } from "../../ui/language.tsx"
import { HoursField } from "./hours-field.tsx"
import { UNTIL_ID } from "./places-on-page.ts"

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
  const lastsMs = Date.parse(expires) - Date.parse(onset)
  return (
    <section className="block" aria-label={words("console:composer.until")}>
      <h2>{words("console:composer.until")}</h2>
      <p className="inline-field">
        <HoursField
          id={UNTIL_ID}
          label={words("console:composer.hours")}
          hours={lastsMs / HOUR_MS}
          max={HOURS_MAX}
          onChange={(hours) => onChange(new Date(Date.parse(onset) + hours * HOUR_MS).toISOString())}
        />
        <span>
          {formats.span(new Date(onset), new Date(expires))} {formats.zone(new Date(onset))} ({formats.duration(lastsMs)})
        </span>
      </p>
    </section>
  )
}

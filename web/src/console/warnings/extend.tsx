import type { Warning } from "@holdfast/contracts"
import { useCalls } from "../../data/authority.ts"
import { useEnding } from "../../data/life.ts"
import { useMay } from "../../data/session.ts"
import { openScreen } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

const HOUR_MS = 3_600_000
const steps = [2, 6] as const

/** One press for a later end, as an update that a second person approves; and the answer that it may run out, where that is asked. */
export function Extend({ warning }: { warning: Warning }) {
  const { words, formats } = useSpeech()
  const may = useMay("warn.submit")
  const isAsked = useCalls()?.ending.some((one) => one.warning === warning.id) ?? false
  const ending = useEnding(warning.id)
  if (!may) return null
  const extend = (hours: number) => {
    const expires = new Date(Date.parse(warning.expires) + hours * HOUR_MS).toISOString()
    ending.mutate(expires, { onSuccess: ({ id }) => openScreen("warnings", id) })
  }
  return (
    <section className="block" aria-label={words("authority:ending.title", { at: formats.time(new Date(warning.expires)) })}>
      <p className={isAsked ? "attention" : undefined}>
        {isAsked && "! "}
        {words("authority:ending.title", { at: formats.dateTime(new Date(warning.expires)) })}
      </p>
      <p className="actions">
        {steps.map((hours) => (
          <button key={hours} type="button" className="button" disabled={ending.isPending} onClick={() => extend(hours)}>
            {words("authority:ending.extend", { hours })}
          </button>
        ))}
        {isAsked && (
          <button type="button" className="button" disabled={ending.isPending} onClick={() => ending.mutate(undefined)}>
            {words("authority:ending.let")}
          </button>
        )}
        <span className="quiet">{words("authority:ending.means")}</span>
      </p>
      {ending.isError && <Trouble error={ending.error} />}
    </section>
  )
}

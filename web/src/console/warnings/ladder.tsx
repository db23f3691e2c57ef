import type { Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { authorityQuery } from "../../data/authority.ts"
import { useSpeech } from "../../ui/language.tsx"
import { SendAlone } from "./send-alone.tsx"

/** Whom the city called to approve, and who comes next; seen live by who waits. In the end, the way for one person alone. */
export function Ladder({ warning }: { warning: Warning }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const { data } = useQuery(authorityQuery(warning.id))
  if (!data) return null
  const { calls, aloneFrom } = data
  const from = aloneFrom && new Date(aloneFrom)
  return (
    <section className="block" aria-labelledby="ladder-title">
      <h2 id="ladder-title">{words("authority:ladder.title")}</h2>
      {calls.length === 0 ? (
        <p className="attention">! {words("authority:ladder.none")}</p>
      ) : (
        <ol>
          {calls.map(({ step, name, calledAt, dueAt }) => {
            const who = name?.[language] ?? words("authority:ladder.gone")
            return (
              <li key={step} className={calledAt ? undefined : "quiet"}>
                {calledAt
                  ? words("authority:ladder.called", { name: who, at: formats.clock(new Date(calledAt)) })
                  : words("authority:ladder.next", { name: who, at: formats.clock(new Date(dueAt)) })}
              </li>
            )
          })}
        </ol>
      )}
      {from && warning.mine && (
        <>
          {now < from ? (
            <p className="quiet">{words("authority:alone.from", { at: formats.clock(from) })}</p>
          ) : (
            <SendAlone warning={warning} />
          )}
        </>
      )}
    </section>
  )
}

import type { Signal } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { threadQuery } from "../../data/learn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { valueWord } from "../say.ts"

/** Why a signal was raised: the rule with what was measured, or the alert of others that somebody or a pack took for a danger here. */
export function SignalWhy({ signal }: { readonly signal: Signal }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const alert = useQuery(threadQuery(signal.id)).data?.because.find(({ kind }) => kind === "outside-alert")
  const rule = signal.rule.name[language]
  return (
    <>
      <h3>{words("console:signal.why")}</h3>
      {alert?.record ? (
        <>
          <p>
            {words("sources:outside.why")}{" "}
            <ScreenLink screen="outside" id={alert.record}>
              {alert.title?.[language] ?? rule}
            </ScreenLink>
          </p>
          <p className="quiet">{words("sources:outside.whyHint")}</p>
        </>
      ) : (
        <p>
          {signal.threshold === null
            ? words("console:signal.rule", { rule })
            : words("console:signal.ruleAt", { rule, threshold: formats.measure(signal.threshold, signal.unit) })}
        </p>
      )}
      <ul className="signal-values">
        {latestByThing(signal).map((value) => (
          <li key={value.datastream}>
            {value.thing[language]} <strong>{valueWord(words, formats, value.value, signal.unit)}</strong>{" "}
            <span className="quiet">{formats.ago(new Date(value.at), now)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function latestByThing(signal: Signal): Signal["because"] {
  return [...new Map(signal.because.map((value) => [value.datastream, value])).values()]
}

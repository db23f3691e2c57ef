import type { OutsideAlert } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { outsideAlertQuery } from "../../data/others.ts"
import { useMay } from "../../data/session.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"
import { ThreadLines } from "../thread/thread-lines.tsx"
import { headlineOf, languageName, ownWords } from "./own-words.ts"
import { RaiseForm } from "./raise-form.tsx"
import { Original, SignaturePill } from "./signature.tsx"

/** One alert of others in their words, where it lies here, and the way to a signal of ours. */
export function OutsidePage({ id }: { id: string }) {
  const { words } = useSpeech()
  return (
    <div className="page">
      <p className="quiet">
        <ScreenLink screen="outside">{words("sources:outside.back")}</ScreenLink>
      </p>
      <QueryState query={useQuery(outsideAlertQuery(id))}>{(alert) => <Page alert={alert} />}</QueryState>
    </div>
  )
}

function Page({ alert }: { alert: OutsideAlert }) {
  const { words, formats, language } = useSpeech()
  const [chosen, setChosen] = useState<string>()
  const mayRaise = useMay("sense.raise-signal")
  const text = alert.texts.find((one) => one.language === chosen) ?? ownWords(alert, language)
  const time = (at: string) => formats.shortDateTime(new Date(at))
  // They may write times of their own zone into their words.
  const zone = formats.zone(new Date(alert.sentAt))
  return (
    <>
      <h1 lang={text.language}>{chosen ? text.headline || text.event : headlineOf(alert, language)}</h1>
      <p className="facts">
        <Pill>{words(`sources:outside.severity.${alert.severity}`)}</Pill>
        <Pill>{words(`sources:outside.state.${alert.state}`)}</Pill>
        <Pill dashed>{words("sources:outside.notOurs")}</Pill>
        {alert.original && <SignaturePill signature={alert.original.signature} />}
        {alert.isRelayed && alert.state === "in-force" && alert.areas.length > 0 && (
          <Pill>{words("sources:outside.relayed")}</Pill>
        )}
      </p>
      <ul className="outside-facts">
        <li>
          <strong>{alert.publisher[language]}</strong> · {words("sources:outside.sent", { at: `${time(alert.sentAt)} ${zone}` })}{" "}
          · {words("sources:outside.received", { at: time(alert.receivedAt) })}
        </li>
        <li>
          {alert.onsetAt && `${words("sources:outside.onset", { at: time(alert.onsetAt) })} · `}
          {words("sources:outside.until", { at: time(alert.expiresAt) })}
        </li>
        <li>
          {known(words, "urgency", alert.urgency)} · {known(words, "certainty", alert.certainty)}
          {alert.magnitude !== null &&
            ` · ${words("sources:outside.magnitude", { value: formats.count(Math.round(alert.magnitude * 10) / 10) })}`}
          {alert.depthKm !== null && ` · ${words("sources:outside.depth", { value: formats.count(Math.round(alert.depthKm)) })}`}
        </li>
        <li>
          {alert.areas.length > 0
            ? words("sources:outside.areas", { areas: areaNames(alert.areas, language) })
            : words("sources:outside.noAreas")}
        </li>
        {text.areaDesc !== "" && <li>{words("sources:outside.theirArea", { area: text.areaDesc })}</li>}
        <li>
          {words("sources:outside.source", { name: alert.source })}
          {alert.link && (
            <>
              {" · "}
              <a href={alert.link} target="_blank" rel="noreferrer noopener">
                {words("sources:outside.link")}
              </a>
            </>
          )}
        </li>
      </ul>
      {alert.original && <Original id={alert.id} original={alert.original} />}
      {alert.texts.length > 1 && (
        <div className="actions" role="group" aria-label={words("sources:outside.choose")}>
          {alert.texts.map(({ language: own }) => (
            <button
              key={own}
              type="button"
              className="button"
              lang={own}
              aria-pressed={text.language === own}
              onClick={() => setChosen(own)}
            >
              {languageName(own)}
            </button>
          ))}
        </div>
      )}
      <div className="outside-words" lang={text.language}>
        {[text.description, text.instruction]
          .filter((part) => part !== "")
          .map((part) => (
            <p key={part}>{part}</p>
          ))}
      </div>
      {alert.signals.length > 0 && (
        <p>
          {words("sources:outside.signals")}{" "}
          {alert.signals.map(({ id, code }) => (
            <ScreenLink key={id} screen="watch" id={id} className="outside-signal">
              {code}
            </ScreenLink>
          ))}
        </p>
      )}
      {alert.state === "in-force" && mayRaise && <RaiseForm alert={alert} />}
      <ThreadLines record={alert.id} />
    </>
  )
}

const levels = {
  urgency: ["Immediate", "Expected", "Future", "Past"],
  certainty: ["Observed", "Likely", "Possible", "Unlikely"],
}

/** Services write words of their own, too. */
function known(words: (key: string) => string, what: keyof typeof levels, given: string): string {
  return words(`sources:outside.${what}.${levels[what].includes(given) ? given : "Unknown"}`)
}

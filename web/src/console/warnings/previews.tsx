import "./previews.css"
import { splitShortMessage, type Warning } from "@holdfast/contracts"
import { formatsIn, type Language, languageNames, languages, wordsIn } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useSession } from "../../data/session.ts"
import { cardQuery } from "../../data/warn.ts"
import { CITY_TIME_ZONE, useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"

const kinds = ["locked", "sms", "page", "poster", "speech"] as const
type Kind = (typeof kinds)[number]

interface Shown {
  readonly warning: Pick<Warning, "code" | "level" | "texts" | "areas" | "expires">
  readonly language: Language
  /** As the channels say it. */
  readonly said: { readonly headline: string; readonly short: string; readonly speech: string }
  readonly drill: boolean
}

/** How it will look and sound: on a locked phone, as text messages, as a page, as a poster, and read aloud. */
export function Previews({ warning }: { warning: Warning }) {
  const { words, language: own } = useSpeech()
  const [kind, setKind] = useState<Kind>("locked")
  const [language, setLanguage] = useState<Language>(own)
  // Only a live world sends as Actual; posters of all others carry the mark.
  const drill = useSession()?.world !== "live"
  const said = useQuery(cardQuery(warning.id)).data?.beside.said[language]
  return (
    <details className="block previews">
      <summary>
        <h2>{words("coach:preview.title")}</h2>
      </summary>
      <p className="quiet">{words("coach:preview.means")}</p>
      <div className="composer-pair">
        <fieldset className="choices">
          <legend>{words("coach:preview.as")}</legend>
          {kinds.map((one) => (
            <label key={one} className="choice">
              <input type="radio" name="preview" checked={kind === one} onChange={() => setKind(one)} />
              {words(`coach:preview.${one}`)}
            </label>
          ))}
        </fieldset>
        <fieldset className="choices">
          <legend>{words("coach:preview.language")}</legend>
          {languages.map((one) => (
            <label key={one} className="choice" lang={one}>
              <input type="radio" name="preview-language" checked={language === one} onChange={() => setLanguage(one)} />
              {languageNames[one]}
            </label>
          ))}
        </fieldset>
      </div>
      {said ? (
        <div className={`preview preview-${kind}`} lang={language} role="group" aria-label={words(`coach:preview.${kind}`)}>
          <Preview kind={kind} shown={{ warning, language, said, drill }} />
        </div>
      ) : (
        <p className="quiet">{words("console:card.loading")}</p>
      )}
    </details>
  )
}

function Preview({ kind, shown }: { kind: Kind; shown: Shown }) {
  if (kind === "sms") return <Messages {...shown} />
  if (kind === "page") return <PhonePage {...shown} />
  if (kind === "poster") return <Poster {...shown} />
  if (kind === "speech") return <Speech {...shown} />
  return <LockedScreen {...shown} />
}

function LockedScreen({ warning, said, language }: Shown) {
  const [first] = linesOf(warning.texts[language].instruction)
  return (
    <div className="phone phone-locked">
      <div className="push">
        <p className="push-head">
          <LevelMark level={warning.level} size={20} /> Holdfast · {warning.code}
        </p>
        <p className="push-title">{said.headline}</p>
        <p className="push-text">{first}</p>
      </div>
    </div>
  )
}

function Messages({ said, language }: Shown) {
  const { words } = useSpeech()
  const { parts, alphabet } = splitShortMessage(said.short)
  return (
    <>
      <ol className="sms-parts">
        {parts.map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two parts may say the same, and none moves
          <li key={`${language} ${i}`}>{part}</li>
        ))}
      </ol>
      <p className="quiet">{words("coach:preview.parts", { count: parts.length, alphabet: alphabet.toUpperCase() })}</p>
    </>
  )
}

function PhonePage({ warning, said, language }: Shown) {
  const words = wordsIn(language)
  const formats = formatsIn(language, CITY_TIME_ZONE)
  const [first, ...rest] = linesOf(warning.texts[language].instruction)
  return (
    <div className={`phone phone-page level-${warning.level}`}>
      <p className="phone-headline">
        <LevelMark level={warning.level} size={36} /> {said.headline}
      </p>
      <p className="phone-lead">{first}</p>
      <ol>
        {rest.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p>
        {words("public:card.where")}
        {warning.areas.map(({ name }) => name[language]).join(language === "en" ? ", " : "、")}
        <br />
        {words("public:card.until", { at: formats.dateTime(new Date(warning.expires)) })}
      </p>
      <p className="phone-what">{warning.texts[language].description}</p>
    </div>
  )
}

function Poster({ warning, said, language, drill }: Shown) {
  const words = wordsIn(language)
  const formats = formatsIn(language, CITY_TIME_ZONE)
  return (
    <div className="poster">
      <p className="poster-level">
        <LevelMark level={warning.level} size={40} /> {words(`warn:levels.${warning.level}`)}
      </p>
      <p className="poster-headline">{said.headline}</p>
      <ul>
        {linesOf(warning.texts[language].instruction).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{words("public:card.until", { at: formats.dateTime(new Date(warning.expires)) })}</p>
      {drill && <p className="poster-drill">{words("coach:poster.drill")}</p>}
    </div>
  )
}

/** Read by this device: what a loudspeaker says is read by a voice of its own. */
function Speech({ said, language }: Shown) {
  const { words } = useSpeech()
  const listen = () => {
    const utterance = new SpeechSynthesisUtterance(said.speech)
    utterance.lang = language
    speechSynthesis.cancel()
    speechSynthesis.speak(utterance)
  }
  return (
    <>
      <p className="speech-text">{said.speech}</p>
      {"speechSynthesis" in globalThis && (
        <button type="button" className="button" onClick={listen}>
          {words("coach:preview.listen")}
        </button>
      )}
    </>
  )
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
}

import { DESCRIPTION_MAX, HEADLINE_MAX, type WarningText, type WarningTexts } from "@holdfast/contracts"
import { type Language, languageNames, languages } from "@holdfast/words"
import { useSpeech } from "../../ui/language.tsx"
import { textId } from "./places-on-page.ts"
import { smsLength } from "./sms.ts"

const parts = ["headline", "description", "instruction"] as const
const limits: Readonly<Record<(typeof parts)[number], number>> = {
  headline: HEADLINE_MAX,
  description: DESCRIPTION_MAX,
  instruction: DESCRIPTION_MAX,
}

/** The words in both languages side by side, each with how much of its room is used. */
export function TextsFields({ texts, onChange }: { texts: WarningTexts; onChange: (texts: WarningTexts) => void }) {
  const { words } = useSpeech()
  return (
    <section className="block" aria-label={words("console:composer.words")}>
      <h2>{words("console:composer.words")}</h2>
      <div className="languages">
        {languages.map((language) => (
          <OneLanguage
            key={language}
            language={language}
            text={texts[language]}
            onChange={(text) => onChange({ ...texts, [language]: text })}
          />
        ))}
      </div>
    </section>
  )
}

function OneLanguage({
  language,
  text,
  onChange,
}: {
  language: Language
  text: WarningText
  onChange: (text: WarningText) => void
}) {
  const { words, formats } = useSpeech()
  // The headline and what to do are what a short message would carry.
  const sms = smsLength(`${text.headline.trim()} ${text.instruction.trim()}`.trim())
  return (
    <section>
      <h3 lang={language}>{languageNames[language]}</h3>
      {parts.map((part) => (
        <div key={part}>
          <label className="field-label" htmlFor={textId({ language, field: part })}>
            {words(`console:composer.${part}`)}
            <span className="visually-hidden"> {languageNames[language]}</span>
          </label>
          <textarea
            id={textId({ language, field: part })}
            lang={language}
            className="field-input"
            rows={part === "headline" ? 2 : 4}
            maxLength={limits[part]}
            value={text[part]}
            onChange={(event) => onChange({ ...text, [part]: event.target.value })}
          />
          <p className="field-count">
            {formats.count(text[part].length)}/{formats.count(limits[part])}
          </p>
        </div>
      ))}
      <p className="quiet">
        {words("console:composer.sms", { count: sms.parts, units: formats.count(sms.units), room: formats.count(sms.room) })}
      </p>
    </section>
  )
}

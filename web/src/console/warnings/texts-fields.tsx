import {
  DESCRIPTION_MAX,
  fillSlots,
  HEADLINE_MAX,
  splitShortMessage,
  type WarningCard,
  type WarningTexts,
} from "@holdfast/contracts"
import { type Language, languageNames, languages } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { useRef } from "react"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { textId } from "./places-on-page.ts"

const parts = ["headline", "description", "instruction"] as const
type Part = (typeof parts)[number]
type Text = WarningTexts["en"]

const limits: Readonly<Record<Part, number>> = {
  headline: HEADLINE_MAX,
  description: DESCRIPTION_MAX,
  instruction: DESCRIPTION_MAX,
}
/** What phones show at once: the headline of a cell broadcast, its short text, and all that it carries. */
const CELL_BROADCAST = { headline: 90, short: 360, whole: 1_395 } as const
/** In the order of their use. */
const offered = ["until", "from", "area", "measured", "level", "city"]

interface TextsFieldsProps {
  readonly id: string
  readonly texts: WarningTexts
  readonly onChange: (texts: WarningTexts) => void
}

/** The words in both languages side by side, as they are written: with slots, which say what area and times say now. */
export function TextsFields({ id, texts, onChange }: TextsFieldsProps) {
  const { words } = useSpeech()
  const slots = useQuery(cardQuery(id)).data?.slots
  return (
    <section className="block" aria-label={words("console:composer.words")}>
      <h2>{words("console:composer.words")}</h2>
      <div className="languages">
        {languages.map((language) => (
          <OneLanguage
            key={language}
            language={language}
            text={texts[language]}
            slots={slots?.[language]}
            onChange={(text) => onChange({ ...texts, [language]: text })}
          />
        ))}
      </div>
    </section>
  )
}

type Slots = WarningCard["slots"]["en"] | undefined

/** The words as they are read now; what no value is known for stays a slot. */
function readText({ headline, description, instruction }: Text, slots: Slots): Text {
  return {
    headline: fillSlots(headline, slots?.headline ?? {}),
    description: fillSlots(description, slots?.text ?? {}),
    instruction: fillSlots(instruction, slots?.text ?? {}),
  }
}

interface OneLanguageProps {
  readonly language: Language
  readonly text: Text
  readonly slots: Slots
  readonly onChange: (text: Text) => void
}

function OneLanguage({ language, text, slots, onChange }: OneLanguageProps) {
  const { words } = useSpeech()
  const last = useRef<Part>("description")
  const insert = (slot: string) => {
    const part = last.current
    const field = document.getElementById(textId({ language, field: part }))
    const at = field instanceof HTMLTextAreaElement ? field.selectionStart : text[part].length
    onChange({ ...text, [part]: `${text[part].slice(0, at)}{{${slot}}}${text[part].slice(at)}` })
    field?.focus()
  }
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
            onFocus={() => {
              last.current = part
            }}
            onChange={(event) => onChange({ ...text, [part]: event.target.value })}
          />
        </div>
      ))}
      <ul className="chips slots" aria-label={words("coach:slots.title", { language: languageNames[language] })}>
        {offered.map((slot) => {
          const value = slots?.text[slot]
          return (
            value !== undefined && (
              <li key={slot}>
                <button type="button" className="chip" onClick={() => insert(slot)}>
                  + {words(`coach:slots.${slot}`)} <span lang={language}>{value}</span>
                </button>
              </li>
            )
          )
        })}
      </ul>
      <Lengths text={readText(text, slots)} />
    </section>
  )
}

/** How much of what phones show is used, by the words as they are read. */
function Lengths({ text: { headline, description, instruction } }: { text: Text }) {
  const { words, formats } = useSpeech()
  const short = `${headline.trim()} ${instruction.trim()}`.trim()
  const sms = splitShortMessage(short)
  const { headline: first, short: second, whole } = CELL_BROADCAST
  const of = (length: number, limit: number) => `${length > limit ? "! " : ""}${formats.count(length)}/${formats.count(limit)}`
  return (
    <p className="quiet">
      {words("coach:lengths", {
        headline: of(headline.length, first),
        short: of(short.length, second),
        whole: of(`${headline} ${description} ${instruction}`.length, whole),
      })}{" "}
      {words("console:composer.sms", {
        count: sms.parts.length,
        units: formats.count(sms.units),
        room: formats.count(sms.room),
      })}
    </p>
  )
}

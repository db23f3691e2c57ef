import type { Bilingual, WarningTexts } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"

interface PhrasesProps {
  readonly id: string
  readonly texts: WarningTexts
  readonly onChange: (texts: WarningTexts) => void
}

/** What the pack has approved to be said about what to do and is not said yet; one press adds it in both languages. */
export function Phrases({ id, texts, onChange }: PhrasesProps) {
  const { words, language } = useSpeech()
  const phrases = useQuery(cardQuery(id)).data?.beside.phrases ?? []
  const open = phrases.filter((phrase) => languages.some((one) => !texts[one].instruction.includes(phrase[one])))
  if (open.length === 0) return null
  return (
    <details className="block phrases">
      <summary>{words("coach:phrases.title", { count: open.length })}</summary>
      <ul className="chips">
        {open.map((phrase) => (
          <li key={phrase["zh-CN"]}>
            <button type="button" className="chip" onClick={() => onChange(withPhrase(texts, phrase))}>
              + {phrase[language]}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function withPhrase(texts: WarningTexts, phrase: Bilingual): WarningTexts {
  const added = (language: "zh-CN" | "en") => {
    const { instruction, ...rest } = texts[language]
    if (instruction.includes(phrase[language])) return texts[language]
    return { ...rest, instruction: [instruction.trimEnd(), phrase[language]].filter(Boolean).join("\n") }
  }
  return { "zh-CN": added("zh-CN"), en: added("en") }
}

import { type Formats, formatsIn, isLanguage, type Language, type Words, wordsIn } from "@holdfast/words"
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react"

interface Speech {
  readonly language: Language
  readonly words: Words
  readonly formats: Formats
  switchLanguage(): void
}

const SpeechContext = createContext<Speech | undefined>(undefined)
const STORED = "holdfast-language"
export const CITY_TIME_ZONE = "Asia/Shanghai"

/** Gives the words and formats in the reader's language, which is kept on this device and can be switched at once. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => {
    const stored = localStorage.getItem(STORED)
    if (isLanguage(stored)) return stored
    return navigator.language.startsWith("zh") ? "zh-CN" : "en"
  })
  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(STORED, language)
  }, [language])
  const speech = useMemo(
    () => ({
      language,
      words: wordsIn(language),
      formats: formatsIn(language, CITY_TIME_ZONE),
      switchLanguage: () => setLanguage(language === "en" ? "zh-CN" : "en"),
    }),
    [language],
  )
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext)
  if (!speech) throw new Error("Assertion failed: no SpeechProvider above")
  return speech
}

import type { WarningTexts } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import type { ReactNode } from "react"

/** The words of a warning in both languages side by side; `below` adds something under each. */
export function TextsShown({
  texts,
  below,
}: {
  texts: WarningTexts
  below?: (language: (typeof languages)[number]) => ReactNode
}) {
  return (
    <div className="block languages">
      {languages.map((language) => (
        <section key={language} className="text-shown">
          <h2 lang={language}>{languageNames[language]}</h2>
          <div lang={language}>
            <h3>{texts[language].headline}</h3>
            <p>{texts[language].description}</p>
            <p>
              <strong>{texts[language].instruction}</strong>
            </p>
          </div>
          {below?.(language)}
        </section>
      ))}
    </div>
  )
}

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
          <h3 lang={language}>{languageNames[language]}</h3>
          <div lang={language}>
            <h4>{texts[language].headline}</h4>
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

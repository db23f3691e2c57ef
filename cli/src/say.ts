import { AppError } from "@holdfast/kernel"
import { chooseLanguage, errorWords, type Language, type WordValues, wordsIn } from "@holdfast/words"

/** The command line speaks the language of the terminal (`LC_ALL`, `LANG`), or what `HOLDFAST_LANGUAGE` says. */
export const language: Language = chooseLanguage(
  (process.env["HOLDFAST_LANGUAGE"] || process.env["LC_ALL"] || process.env["LANG"] || "").replace(/[_.].*$/, ""),
  "en",
)
const words = wordsIn(language)

export function say(key: string, values?: WordValues): string {
  return words(key, values)
}

/** One clear sentence on the error channel; the whole trace only for what is our own mistake. */
export function tellFailure(error: unknown): void {
  if (error instanceof AppError) process.stderr.write(`${errorWords(language, error.code, error.values) ?? error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

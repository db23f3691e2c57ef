import { AppError } from "@holdfast/kernel"
import { errorWords, type Language, type WordValues, wordsIn } from "@holdfast/words"
import { terminalLanguage } from "./terminal-language.ts"

export const language: Language = terminalLanguage(process.env)
const words = wordsIn(language)

export function say(key: string, values?: WordValues): string {
  return words(key, values)
}

/** One clear sentence on the error channel; the whole trace only for what is our own mistake. */
export function tellFailure(error: unknown): void {
  if (error instanceof AppError) process.stderr.write(`${errorWords(language, error.code, error.values) ?? error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

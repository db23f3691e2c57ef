import fs from "node:fs"
import { languages as all, type Language } from "../../packages/words/src/index.ts"

interface Namespace {
  readonly errors?: Readonly<Record<string, string>>
}

/** English first, because these pages are written in English; then the others in their order. */
export const languages: readonly Language[] = ["en", ...all.filter((language) => language !== "en")]

/** The language files as they are, with their slots unfilled. */
export const resources = Object.fromEntries(languages.map((language) => [language, read(language)])) as Readonly<
  Record<Language, Readonly<Record<string, Namespace>>>
>

function read(language: Language): Record<string, Namespace> {
  const folder = new URL(`../../packages/words/src/${language}/`, import.meta.url)
  const files = fs.readdirSync(folder)
  return Object.fromEntries(
    files.map((name) => [name.replace(".json", ""), JSON.parse(fs.readFileSync(new URL(name, folder), "utf8")) as Namespace]),
  )
}

import { createInstance, type i18n } from "i18next"
import { type Language, languages } from "./languages.ts"
import { resources } from "./resources.ts"

export type WordValues = Readonly<Record<string, string | number>>

/** Gives the words for a key such as `platform:errors.PLATFORM_DATABASE_BUSY`. A key that is missing is our mistake and throws. */
export type Words = (key: string, values?: WordValues) => string

const instance: i18n = createInstance()
void instance.init({
  resources,
  lng: "zh-CN",
  fallbackLng: false,
  supportedLngs: [...languages],
  initAsync: false,
  // Escaping belongs to the place where words become HTML or XML, not here.
  interpolation: { escapeValue: false },
  returnNull: false,
})

export function wordsIn(language: Language): Words {
  const translate = instance.getFixedT(language)
  return (key, values) => {
    if (!instance.exists(key, { lng: language, ...values })) throw new Error(`No words for ${key} in ${language}`)
    return translate(key, { ...values })
  }
}

/**
 * The words of an error by its code; undefined when this build has none, so that a stranger's code can still be shown as it is. The
 * slot `{{brokenRule}}` is the rule whose code is the value `rule`, in its own words under `rules`; a stranger's stands as its code.
 */
export function errorWords(language: Language, code: string, values: WordValues): string | undefined {
  const namespace = code.slice(0, code.indexOf("_")).toLowerCase()
  const say = (key: string, slots: WordValues) =>
    instance.exists(key, { lng: language }) ? instance.getFixedT(language)(key, { ...slots }) : undefined
  const { rule = "" } = values
  return say(`${namespace}:errors.${code}`, { ...values, brokenRule: say(`rules:${rule}`, values) ?? rule })
}

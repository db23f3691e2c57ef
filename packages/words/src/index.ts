export { type Formats, formatsIn } from "./format.ts"
export { chooseLanguage, isLanguage, type Language, languageNames, languages } from "./languages.ts"
export { errorWords, type Words, type WordValues, wordsIn } from "./words.ts"

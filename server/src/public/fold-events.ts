import { placesOf } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import type { PublicWarning } from "../modules/warn/index.ts"
import { namesOf } from "./page-context.ts"

/** One card: a warning, and others that say the same about other places. */
export interface Card {
  readonly first: PublicWarning
  /** Of neighbours, with the same words for another place. */
  readonly others: readonly PublicWarning[]
  /** In the reader's language, naming the places of all. */
  readonly headline: string
  readonly instruction: string
}

/** More places than this in one card cannot be read; the next ones are the next card. */
const OTHERS_MAX = 3

/** Stands for the places of a warning in its own words; no text has it, for XML has not. */
const PLACES = "\u0001"
const listOfPlaces = new RegExp(`${PLACES}(?:(?:、|和|, (?:and )?| and )${PLACES})+`, "g")

/**
 * One card for each thing that people should know. Warnings of neighbouring districts that say the same in the reader's language,
 * word for word but for their own places, of the same hazard and level, become one card that names all places; whatever differs stays
 * a card of its own.
 */
export function foldEvents(warnings: readonly PublicWarning[], language: Language): Card[] {
  const groups: { readonly texts: readonly [string, string]; readonly all: PublicWarning[] }[] = []
  const open = new Map<string, PublicWarning[]>()
  for (const one of warnings) {
    const { hazard, level, urgency, texts } = one.warning
    const said = [
      withoutPlaces(texts[language].headline, one, language),
      withoutPlaces(texts[language].instruction, one, language),
    ] as const
    const key = JSON.stringify([hazard, level, urgency, said])
    const group = open.get(key)
    if (group && group.length <= OTHERS_MAX) group.push(one)
    else {
      const all = [one]
      open.set(key, all)
      groups.push({ texts: said, all })
    }
  }
  return groups.map(({ texts: [headline, instruction], all: [first, ...others] }) => {
    if (others.length === 0) return { first: first!, others, ...first!.warning.texts[language] }
    const names = namesOf(
      [first!, ...others].map(({ warning }) => warning),
      language,
    )
    return {
      first: first!,
      others,
      headline: headline.replaceAll(PLACES, names),
      instruction: instruction.replaceAll(PLACES, names),
    }
  })
}

function withoutPlaces(text: string, { warning }: PublicWarning, language: Language): string {
  const names = placesOf(warning).map(({ name }) => name[language])
  // The longest first: one name may begin with another.
  const told = names.toSorted((a, b) => b.length - a.length).reduce((rest, name) => rest.replaceAll(name, PLACES), text)
  return told.replaceAll(listOfPlaces, PLACES)
}

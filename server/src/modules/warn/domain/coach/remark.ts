import type { AreaRef, Bilingual, WarningTexts } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"

export const textFields = ["headline", "description", "instruction"] as const
export type TextField = (typeof textFields)[number]
export interface TextPlace {
  readonly language: Language
  readonly field: TextField
}

/** One change of the words as their author wrote them. */
export interface TextChange extends TextPlace {
  /** The first place where this stands is replaced; empty: `put` becomes a line of its own at the end. */
  readonly find: string
  readonly put: string
}

/** A mend in one press. Its label stands in `coach:mends`. */
export interface Mend {
  readonly key: "write" | "add" | "remove" | "plainQuotes" | "day" | "end"
  readonly put: string
  /** The language whose words it changes, where that is not clear by itself. */
  readonly language?: Language
  readonly changes?: readonly TextChange[]
  readonly expires?: Date
}

/** Something that the coach remarks. The words stand in `coach:musts` and `coach:betters`. */
export interface Remark<Code extends string> {
  readonly code: Code
  /** The words that it is about; empty when something is missing. */
  readonly found: string
  /** A figure that belongs to the remark, such as a limit. */
  readonly limit?: number
  /** Where they stand; undefined when it is about place or time. */
  readonly at?: TextPlace
  /** An area that could be added. */
  readonly area?: AreaRef
  readonly mends?: readonly Mend[]
}

/** What the coach reads of a warning. */
export interface Coached {
  readonly areas: readonly AreaRef[]
  /** As they are read: all slots filled that can be. */
  readonly texts: WarningTexts
  /** As their author writes them, with slots; null where they were never written with any. */
  readonly written: WarningTexts | null
  readonly onset: Date
  readonly expires: Date
}

/** What the coach knows of the city. */
export interface Surroundings {
  readonly now: Date
  readonly timeZone: string
  /** All areas that a text may name. */
  readonly places: readonly AreaRef[]
}

/** What it knows besides to say what would be better. */
export interface MoreSurroundings extends Surroundings {
  /** Areas next to those of the warning, which it does not include. */
  readonly neighbours: readonly AreaRef[]
  readonly city: Bilingual
  /** What the hazard may be called. */
  readonly hazard: readonly Bilingual[]
}

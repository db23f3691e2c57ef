import type { Area, Bilingual } from "@holdfast/contracts"
import { type Formats, formatsIn, type Language, type Words, wordsIn } from "@holdfast/words"
import type { PlacesModule } from "../modules/places/index.ts"
import type { WarnModule } from "../modules/warn/index.ts"
import type { World } from "../platform/world/index.ts"

export interface PublicOptions {
  readonly world: World
  readonly warn: Pick<WarnModule, "listPublic" | "findPublic">
  readonly places: Pick<PlacesModule, "listAreas" | "listSites">
  readonly city: Bilingual
  readonly timeZone: string
  /** Where residents find this city, without a slash at the end: printed pages lead back to it. */
  readonly publicUrl: string
  /** Whose drill this is; every page then carries its bar. */
  readonly drill?: Bilingual | undefined
}

/** How one reader sees a page: language, size of type, and the place that was chosen. */
export interface View {
  readonly language: Language
  readonly large: boolean
  readonly place: Area | undefined
}

/** What the parts of a page are made with. */
export interface Making {
  readonly view: View
  readonly words: Words
  readonly formats: Formats
  readonly now: Date
  /** An address on this site that keeps language and size. */
  readonly link: (path: string) => string
}

export function makingOf({ world, timeZone }: Pick<PublicOptions, "world" | "timeZone">, view: View): Making {
  const { language, large } = view
  return {
    view,
    words: wordsIn(language),
    formats: formatsIn(language, timeZone),
    now: world.clock.now(),
    link: (path) => `${path}?lang=${language}${large ? "&size=large" : ""}`,
  }
}

/** Area names as a list in the reader's language. */
export function joinNames(names: readonly Bilingual[], language: Language): string {
  return names.map((name) => name[language]).join(language === "zh-CN" ? "、" : ", ")
}

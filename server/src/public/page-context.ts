import { type Area, type Bilingual, placesOf, type Warning } from "@holdfast/contracts"
import { type Formats, formatsIn, type Language, type Words, wordsIn } from "@holdfast/words"
import type { PlacesModule } from "../modules/places/index.ts"
import type { SenseModule } from "../modules/sense/index.ts"
import type { letterSender, Subscription, Subscriptions, WarnModule } from "../modules/warn/index.ts"
import type { World } from "../platform/world/index.ts"

export interface PublicOptions {
  readonly world: World
  readonly warn: Pick<WarnModule, "listPublic" | "findPublic" | "findLatest" | "listAlone" | "findPicture">
  readonly places: Pick<PlacesModule, "listAreas" | "listSites" | "outline">
  /** Alerts of others that are passed on; absent where nothing comes from outside. */
  readonly outside?: Pick<SenseModule, "listRelayedAlerts" | "readRelayedOriginal"> | undefined
  readonly city: Bilingual
  readonly timeZone: string
  /** Where residents find this city, without a slash at the end: printed pages lead back to it. */
  readonly publicUrl: string
  /** What residents can subscribe to; absent where nothing can reach them, as in a drill. */
  readonly subscribing?: Subscribing | undefined
  /** Whose drill this is; every page then carries its bar. */
  readonly drill?: Bilingual | undefined
}

export interface Subscribing {
  readonly subscriptions: Subscriptions
  readonly hazards: readonly { readonly id: string; readonly name: Bilingual }[]
  /** The public key of this city for Web Push (RFC 8292), base64url. */
  readonly pushKey: string
  /** How a letter is sent to an address that was just typed; undefined while no e-mail goes out. */
  readonly letters: () => ReturnType<typeof letterSender>
  /** Whether a channel that reaches people this way is switched on now. */
  readonly isOffered: (via: Subscription["via"]) => boolean
}

/** How one reader sees a page: language, size of type, and the place that was chosen. */
export interface View {
  readonly language: Language
  readonly large: boolean
  readonly place: Area | undefined
  /** The page becomes a file: language and size stand in its path, and what needs the server leads there. */
  readonly still?: true | undefined
}

/** What the parts of a page are made with. */
export interface Making {
  readonly view: View
  readonly words: Words
  readonly formats: Formats
  readonly now: Date
  /** An address on this site that keeps language and size. */
  readonly link: (path: string) => string
  /** An address that only the server answers. */
  readonly serverLink: (path: string) => string
}

/** Where the file of a page is found. */
export function stillAddress(path: string, { language, large }: Pick<View, "language" | "large">): string {
  return `/${language}${large ? "/large" : ""}${path === "/" ? "" : path}/`
}

export function makingOf(
  { world, timeZone, publicUrl }: Pick<PublicOptions, "world" | "timeZone" | "publicUrl">,
  view: View,
): Making {
  const { language, large, still } = view
  const query = (path: string) => `${path}?lang=${language}${large ? "&size=large" : ""}`
  return {
    view,
    words: wordsIn(language),
    formats: formatsIn(language, timeZone),
    now: world.clock.now(),
    link: (path) => (still ? stillAddress(path, view) : query(path)),
    serverLink: (path) => (still ? `${publicUrl}${query(path)}` : query(path)),
  }
}

/** Where warnings apply, as people say it; each place once. */
export function namesOf(warnings: readonly Pick<Warning, "areas" | "shapes">[], language: Language): string {
  return [...new Set(warnings.flatMap((warning) => placesOf(warning).map(({ name }) => name[language])))].join(joinerIn(language))
}

/** Area names as a list in the reader's language. */
export function joinNames(names: readonly Bilingual[], language: Language): string {
  return names.map((name) => name[language]).join(joinerIn(language))
}

function joinerIn(language: Language): string {
  return language === "zh-CN" ? "、" : ", "
}

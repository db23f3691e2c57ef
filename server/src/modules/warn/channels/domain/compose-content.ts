import { type AreaRef, splitShortMessage, type WarningText, type WarningTexts } from "@holdfast/contracts"
import { formatsIn, type Language, languages, wordsIn } from "@holdfast/words"
import type { ChannelMessage } from "../plug-in.ts"

/** What all channels say in one language. */
export type SpokenContent = Pick<ChannelMessage, "headline" | "text" | "short" | "speech">

/** What an order keeps of its message, as it is said in each language. */
export interface OrderContent {
  readonly status: ChannelMessage["status"]
  readonly code: string
  readonly page: string
  /** Where it is told: the areas of the message, and those inside them where a channel has a target of its own. */
  readonly areas: readonly AreaRef[]
  /** How many of them are those of the message. */
  readonly named: number
  readonly texts: Readonly<Record<Language, SpokenContent>>
}

export interface ContentFacts {
  readonly purpose: ChannelMessage["purpose"]
  readonly status: ChannelMessage["status"]
  readonly code: string
  readonly page: string
  readonly texts: WarningTexts
  /** Of the message. */
  readonly areas: readonly AreaRef[]
  /** Further areas inside them where a channel has a target of its own. */
  readonly targets: readonly AreaRef[]
  readonly expires: Date
  readonly timeZone: string
}

/** Each part is paid for, and of three one is often late. */
const SHORT_PARTS_MAX = 2

/** The message of a warning as every channel says it: what, do, where, until. Whatever is not Actual begins with DRILL or TEST. */
export function composeContent(facts: ContentFacts): OrderContent {
  const { status, code, page, areas, targets } = facts
  const inLanguage = (language: Language) => [language, composeIn(language, facts)] as const
  return {
    ...{ status, code, page, areas: [...areas, ...targets], named: areas.length },
    texts: Object.fromEntries(languages.map(inLanguage)) as OrderContent["texts"],
  }
}

function composeIn(language: Language, facts: ContentFacts): SpokenContent {
  const { status, texts, areas, expires, timeZone, purpose, page } = facts
  const words = wordsIn(language)
  const formats = formatsIn(language, timeZone)
  const said = texts[language]
  const headline =
    status === "Actual"
      ? said.headline
      : words("channels:content.headline", { prefix: words(`channels:prefix.${status}`), headline: said.headline })
  const named = areas.map(({ name }) => name[language]).join(words("channels:content.areaJoin"))
  // The words of a pack name place and time themselves; twice they would only be longer.
  const told = `${said.description}\n${said.instruction}`
  const isPlaced = areas.every(({ name }) => told.includes(name[language]))
  const place = areas.length === 0 ? "" : words("channels:content.where", { areas: named })
  const where = isPlaced ? "" : place
  // What is over has no end.
  const lasts = purpose === "warning" || purpose === "update"
  const isTimed = told.includes(formats.time(expires))
  const until = formats.dateTime(expires)
  return {
    headline,
    text: [
      said.description,
      said.instruction,
      where,
      lasts && !isTimed ? words("channels:content.until", { until, zone: formats.zone(expires) }) : "",
    ]
      .filter(Boolean)
      .join("\n"),
    short: shorten(language, {
      headline,
      said,
      where: place,
      until: lasts ? words("channels:content.shortUntil", { until: formats.shortDateTime(expires) }) : "",
      page,
    }),
    speech: [
      headline,
      said.description,
      said.instruction,
      where,
      lasts && !isTimed ? words("channels:content.untilSpoken", { until }) : "",
    ]
      .filter(Boolean)
      .map((sentence) => closed(language, sentence))
      .join("\n"),
  }
}

interface ShortFacts {
  readonly headline: string
  readonly said: Pick<WarningText, "instruction">
  readonly where: string
  readonly until: string
  readonly page: string
}

/**
 * The headline, what to do, and until when, sentence by sentence as there is room; then where, and the page. A sentence is left out
 * whole rather than cut, since half an instruction may be the opposite of it; only a headline that is itself too long is cut.
 */
function shorten(language: Language, { headline, said, where, until, page }: ShortFacts): string {
  const fits = (text: string) => splitShortMessage(text).parts.length <= SHORT_PARTS_MAX
  const join = (parts: readonly string[]) => plain(language, parts.filter(Boolean).join(language === "en" ? " " : ""))
  const head = cut(closed(language, headline), (text) => fits(join([text, until])))
  const todo: string[] = []
  for (const sentence of sentencesOf(said.instruction)) {
    if (!fits(join([head, ...todo, sentence, until]))) break
    todo.push(sentence)
  }
  let parts = [head, ...todo, until]
  const withWhere = [head, ...todo, where, until]
  if (fits(join(withWhere))) parts = withWhere
  const withPage = `${join(parts)} ${page}`
  return fits(withPage) ? withPage : join(parts)
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[。！？])|(?<=[.!?])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter(Boolean)
}

function cut(text: string, fits: (text: string) => boolean): string {
  let characters = Array.from(text)
  while (characters.length > 0 && !fits(characters.join(""))) characters = characters.slice(0, -1)
  return characters.join("")
}

function closed(language: Language, sentence: string): string {
  return /[.!?。！？]$/u.test(sentence) ? sentence : `${sentence}${language === "en" ? "." : "。"}`
}

/** Typographic quotes and dashes would make an English message UCS-2, with less than half the room. */
function plain(language: Language, text: string): string {
  if (language !== "en") return text
  return text
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[–—]/g, "-")
    .replaceAll("…", "...")
    .replaceAll("\u00a0", " ")
}

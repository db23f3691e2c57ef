import type { OutsideAlert, OutsideShape, OutsideText } from "@holdfast/contracts"
import type { Original, QuarantineReason } from "./original.ts"

/** Why a message of others was not taken; the words stand under `sources:refusal`. */
export const alertRefusals = [
  "not-json",
  "not-a-feed",
  "not-an-alert",
  "not-actual",
  "not-public",
  "no-news",
  "no-words",
  "person",
  "over",
  "elsewhere",
  "weak",
  "too-many",
  "link-refused",
] as const
export type AlertRefusal = (typeof alertRefusals)[number] | QuarantineReason

export interface Reference {
  readonly sender: string
  readonly identifier: string
}

/** A message of others as it was understood: bounded, cleaned, and in our own words for what it does. */
export interface NewAlert extends Reference {
  readonly kind: OutsideAlert["kind"]
  readonly sent: Date
  /** Whether it tells of a danger, or ends those that it refers to. */
  readonly act: "tell" | "end"
  readonly references: readonly Reference[]
  readonly texts: readonly OutsideText[]
  readonly severity: OutsideAlert["severity"]
  readonly urgency: string
  readonly certainty: string
  readonly onset: Date | null
  readonly expires: Date
  readonly magnitude: number | null
  readonly depthKm: number | null
  readonly shape: OutsideShape | null
  readonly geocodes: readonly string[]
  readonly link: string | null
  /** Of CAP; services with an interface of their own have no message to keep. */
  readonly original?: Original | undefined
  /** The envelope that it came in. */
  readonly distribution?: Reference | undefined
}

/** A message that says nothing of its end is taken for over after a day. */
export const LASTS_MS = 24 * 60 * 60_000
/** Languages of one message; services of several countries have up to five. */
export const TEXTS_MAX = 8
/** Messages that a message refers to, and codes of areas; longer lists are cut. */
export const LIST_MAX = 300

const TEXT_MAX = { language: 40, event: 200, headline: 400, description: 6_000, instruction: 6_000, areaDesc: 600 } as const
/** What turns the direction of writing can make a line say what it does not; other controls draw nothing. */
// oxlint-disable-next-line no-control-regex -- exactly those are taken out
const HIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g

/** Words from outside, as long as a person reads and as they look. */
export function textOf(given: Partial<Record<keyof OutsideText, string | null | undefined>>): OutsideText {
  const clean = (name: keyof OutsideText) => {
    const text = (given[name] ?? "").replaceAll(HIDDEN, "").trim()
    return text.length > TEXT_MAX[name] ? `${text.slice(0, TEXT_MAX[name] - 1).toWellFormed()}…` : text
  }
  return {
    language: clean("language"),
    event: clean("event"),
    headline: clean("headline"),
    description: clean("description"),
    instruction: clean("instruction"),
    areaDesc: clean("areaDesc"),
  }
}

/** An address that a person may follow: the web, and nobody's name in it. */
export function linkOf(...given: readonly (string | null | undefined)[]): string | null {
  for (const text of given) {
    if (!text || text.length > 500 || !URL.canParse(text)) continue
    const url = new URL(text)
    if (["http:", "https:"].includes(url.protocol) && url.username === "" && url.password === "") return url.href
  }
  return null
}

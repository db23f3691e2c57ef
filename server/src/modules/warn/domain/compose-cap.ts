import { type CapAlertInput, type CapReference, toCapTime } from "@holdfast/cap"
import type { Bilingual, LonLat, PackWarning, WarningTexts } from "@holdfast/contracts"
import type { Ring } from "@holdfast/geo"
import { languages, wordsIn } from "@holdfast/words"
import type { StoredWarning } from "./warning.ts"

/** What stays the same for all messages of one city in one world. */
export interface CapIssuer {
  readonly sender: string
  readonly city: Bilingual
  readonly timeZone: string
  readonly publicUrl: string
  /** Only the live world speaks for real; any other says in status and note that it does not. */
  readonly isLive: boolean
}

/** Outer rings by area id, longitude first, closed. */
export type Outlines = ReadonlyMap<string, readonly Ring[]>

export interface CapOccasion {
  readonly identifier: string
  readonly sentAt: Date
  readonly msgType: "Alert" | "Update" | "Cancel"
  /** *reissue*: in force again, after what had taken its place was sent in error. */
  readonly purpose: "warn" | "reissue" | "lift" | "retract"
  readonly texts: WarningTexts
  readonly references: readonly CapReference[]
  readonly outlines: Outlines
  /** The code under which residents find it; a lifting is told on the page of its warning. */
  readonly page: string
}

const responseTypes = { warn: "Execute", reissue: "Execute", lift: "AllClear", retract: "None" } as const
/** A tenth of a metre. */
const DEGREES_PER_STEP = 1e6

/** The CAP message of a warning: one info per language with the same facts, one area per named area. */
export function composeCap(
  warning: Pick<StoredWarning, "level" | "areas" | "urgency" | "certainty" | "onset" | "expires">,
  pack: PackWarning,
  issuer: CapIssuer,
  occasion: CapOccasion,
): CapAlertInput {
  const { identifier, sentAt, msgType, purpose, texts, references, outlines, page } = occasion
  const time = (at: Date) => toCapTime(at, issuer.timeZone)
  const { urgency, certainty } = warning
  const { severity } = pack.levels[warning.level]
  const isWarning = purpose === "warn" || purpose === "reissue"
  return {
    identifier,
    sender: issuer.sender,
    sent: time(sentAt),
    status: issuer.isLive ? "Actual" : "Exercise",
    msgType,
    scope: "Public",
    ...noteOf(issuer, purpose),
    references: [...references],
    info: languages.map((language) => ({
      language,
      category: [pack.category],
      event: pack.event[language],
      responseType: [responseTypes[purpose]],
      urgency: isWarning ? urgency : "Past",
      severity: isWarning ? severity : "Unknown",
      certainty: isWarning ? certainty : "Unknown",
      effective: time(sentAt),
      ...(isWarning && { onset: time(warning.onset) }),
      expires: time(warning.expires),
      senderName: issuer.city[language],
      headline: texts[language].headline,
      description: texts[language].description,
      instruction: texts[language].instruction,
      web: `${issuer.publicUrl}/warnings/${page}`,
      parameter: [{ valueName: "holdfast:level", value: warning.level }],
      area: warning.areas.map(({ id, name }) => ({
        areaDesc: name[language],
        polygon: (outlines.get(id) ?? []).map(toRing).filter((ring) => ring.length >= 4),
        geocode: [{ valueName: "holdfast:area", value: id }],
      })),
    })),
  }
}

function noteOf(issuer: CapIssuer, purpose: CapOccasion["purpose"]): { note?: string } {
  const keys = [!issuer.isLive && "exercise", purpose === "retract" && "retracted", purpose === "reissue" && "reissued"].filter(
    (key) => key !== false,
  )
  const notes = keys.flatMap((key) => languages.map((language) => wordsIn(language)(`warn:cap.${key}`)))
  return notes.length > 0 ? { note: notes.join(" ") } : {}
}

function toRing(outer: Ring): LonLat[] {
  const ring: LonLat[] = []
  for (const [lon, lat] of outer) {
    const next: LonLat = [round(lon), round(lat)]
    const last = ring.at(-1)
    if (!last || last[0] !== next[0] || last[1] !== next[1]) ring.push(next)
  }
  return ring
}

function round(degrees: number): number {
  return Math.round(degrees * DEGREES_PER_STEP) / DEGREES_PER_STEP
}

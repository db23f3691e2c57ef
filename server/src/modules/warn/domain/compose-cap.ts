import { type CapAlertInput, type CapReference, toCapTime } from "@holdfast/cap"
import type { Bilingual, LonLat, PackWarning, WarningTexts } from "@holdfast/contracts"
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

export interface CapOccasion {
  readonly identifier: string
  readonly sentAt: Date
  readonly msgType: "Alert" | "Update" | "Cancel"
  readonly purpose: "warn" | "lift" | "retract"
  readonly texts: WarningTexts
  readonly references: readonly CapReference[]
  /** MultiPolygon coordinates by area id, longitude first, rings closed. */
  readonly outlines: ReadonlyMap<string, readonly (readonly (readonly LonLat[])[])[]>
}

const responseTypes = { warn: "Execute", lift: "AllClear", retract: "None" } as const
/** A tenth of a metre. */
const DEGREES_PER_STEP = 1e6

/** The CAP message of a warning: one info per language with the same facts, one area per named area. */
export function composeCap(
  warning: Pick<StoredWarning, "code" | "level" | "areas" | "urgency" | "certainty" | "onset" | "expires">,
  pack: PackWarning,
  issuer: CapIssuer,
  occasion: CapOccasion,
): CapAlertInput {
  const { identifier, sentAt, msgType, purpose, texts, references, outlines } = occasion
  const time = (at: Date) => toCapTime(at, issuer.timeZone)
  const { urgency, certainty } = warning
  const { severity } = pack.levels[warning.level]
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
      urgency: purpose === "warn" ? urgency : "Past",
      severity: purpose === "warn" ? severity : "Unknown",
      certainty: purpose === "warn" ? certainty : "Unknown",
      effective: time(sentAt),
      ...(purpose === "warn" && { onset: time(warning.onset) }),
      expires: time(warning.expires),
      senderName: issuer.city[language],
      headline: texts[language].headline,
      description: texts[language].description,
      instruction: texts[language].instruction,
      web: `${issuer.publicUrl}/warnings/${warning.code}`,
      parameter: [{ valueName: "holdfast:level", value: warning.level }],
      area: warning.areas.map(({ id, name }) => ({
        areaDesc: name[language],
        polygon: (outlines.get(id) ?? []).map(([outer = []]) => toRing(outer)).filter((ring) => ring.length >= 4),
        geocode: [{ valueName: "holdfast:area", value: id }],
      })),
    })),
  }
}

function noteOf(issuer: CapIssuer, purpose: CapOccasion["purpose"]): { note?: string } {
  const keys = [!issuer.isLive && "exercise", purpose === "retract" && "retracted"].filter((key) => key !== false)
  const notes = keys.flatMap((key) => languages.map((language) => wordsIn(language)(`warn:cap.${key}`)))
  return notes.length > 0 ? { note: notes.join(" ") } : {}
}

/** CAP has no holes, so only the outer ring goes out; who lives in a hole is warned as well. */
function toRing(outer: readonly LonLat[]): LonLat[] {
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

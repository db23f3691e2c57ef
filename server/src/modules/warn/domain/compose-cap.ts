import { type CapAlertInput, type CapReference, type CapResource, toCapTime } from "@holdfast/cap"
import { type Bilingual, type LonLat, type PackWarning, picturePath, type WarningTexts } from "@holdfast/contracts"
import type { Ring } from "@holdfast/geo"
import { type Language, languages, wordsIn } from "@holdfast/words"
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

/** Rings without holes by the id of an area or a shape, longitude first, closed. */
export type Outlines = ReadonlyMap<string, readonly Ring[]>

export interface CapOccasion {
  readonly identifier: string
  readonly sentAt: Date
  readonly msgType: "Alert" | "Update" | "Cancel"
  /**
   * *reissue*: in force again, after what had taken its place was sent in error. *correct*: the same with a typo mended, which nobody
   * is told of anew.
   */
  readonly purpose: "warn" | "reissue" | "lift" | "retract" | "correct"
  readonly texts: WarningTexts
  readonly references: readonly CapReference[]
  readonly outlines: Outlines
  /** The code under which residents find it; a lifting is told on the page of its warning. */
  readonly page: string
}

const responseTypes = { warn: "Execute", reissue: "Execute", correct: "Execute", lift: "AllClear", retract: "None" } as const
/** A tenth of a metre. */
const DEGREES_PER_STEP = 1e6

/** The CAP message of a warning: one info per language with the same facts, one area for each that is named or drawn. */
export function composeCap(
  warning: Pick<
    StoredWarning,
    "level" | "areas" | "shapes" | "resources" | "urgency" | "certainty" | "onset" | "expires" | "original" | "basis"
  >,
  pack: PackWarning,
  issuer: CapIssuer,
  occasion: CapOccasion,
): CapAlertInput {
  const { identifier, sentAt, msgType, purpose, texts, references, outlines, page } = occasion
  const time = (at: Date) => toCapTime(at, issuer.timeZone)
  const { urgency, certainty } = warning
  const { severity } = pack.levels[warning.level]
  const isWarning = purpose !== "lift" && purpose !== "retract"
  return {
    identifier,
    sender: issuer.sender,
    sent: time(sentAt),
    status: issuer.isLive ? "Actual" : "Exercise",
    msgType,
    scope: "Public",
    ...sourceOf(warning),
    ...noteOf(issuer, purpose, warning),
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
      ...(isWarning && { resource: resourcesOf(warning, issuer, language) }),
      area: [
        ...warning.areas
          .filter(({ drawn }) => !drawn)
          .map(({ id, name }) => ({
            areaDesc: name[language],
            polygon: ringsOf(outlines, id),
            geocode: [{ valueName: "holdfast:area", value: id }],
          })),
        // A geocode would say that the whole of a named area is meant.
        ...warning.shapes.map(({ id, name, geometry }) => ({
          areaDesc: name[language],
          ...(geometry.type === "Circle"
            ? { circle: [{ center: geometry.center, radiusKm: geometry.radiusKm }] }
            : { polygon: ringsOf(outlines, id) }),
        })),
      ],
    })),
  }
}

/** Whose message it is, where it is passed on (CAP 1.2, 3.2.1: the particular source of this alert). */
function sourceOf({ original }: Pick<StoredWarning, "original">): { source?: string } {
  return original ? { source: `${languages.map((language) => original.issuer[language]).join(" · ")} ${original.reference}` } : {}
}

/** Named in the language of its info. What ends a warning carries none: they say that the danger is there. */
function resourcesOf(
  { resources }: Pick<StoredWarning, "resources">,
  { publicUrl }: CapIssuer,
  language: Language,
): CapResource[] {
  return resources.map((resource) =>
    resource.kind === "video"
      ? { resourceDesc: resource.alternative[language], mimeType: resource.mimeType, uri: resource.uri }
      : {
          resourceDesc: resource.alternative[language],
          mimeType: "image/jpeg",
          size: resource.size,
          uri: `${publicUrl}${picturePath(resource.picture)}`,
          digest: resource.digest,
        },
  )
}

function ringsOf(outlines: Outlines, id: string): LonLat[][] {
  return (outlines.get(id) ?? []).map(toRing).filter((ring) => ring.length >= 4)
}

function noteOf(
  issuer: CapIssuer,
  purpose: CapOccasion["purpose"],
  { original, basis }: Pick<StoredWarning, "original" | "basis">,
): { note?: string } {
  const inWords = (key: string, values?: (language: Language) => Record<string, string>) =>
    languages.map((language) => wordsIn(language)(key, values?.(language)))
  const notes = [
    ...(issuer.isLive ? [] : inWords("warn:cap.exercise")),
    ...(purpose === "retract" ? inWords("warn:cap.retracted") : []),
    ...(purpose === "reissue" ? inWords("warn:cap.reissued") : []),
    ...(purpose === "correct" ? inWords("authority:cap.corrected") : []),
    ...(original
      ? inWords("authority:cap.relayed", (language) => ({ issuer: original.issuer[language], reference: original.reference }))
      : []),
    ...(basis === "standing" ? inWords("authority:basis.standing") : []),
    ...(basis === "alone" ? inWords("authority:basis.alone") : []),
  ]
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

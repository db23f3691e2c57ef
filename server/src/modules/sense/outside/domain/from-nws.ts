import { LonLat, outsideSeverities } from "@holdfast/contracts"
import { z } from "zod"
import { isAboutPerson } from "./about-person.ts"
import { type AlertRefusal, LASTS_MS, LIST_MAX, linkOf, type NewAlert, textOf } from "./new-alert.ts"
import { areaShape } from "./shape.ts"

/** Their offsets come with a colon and without. */
const Time = z
  .string()
  .max(40)
  .transform((text) => text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"))
  .pipe(z.iso.datetime({ offset: true }))
  .transform((text) => new Date(text))
const Ring = z.array(LonLat).min(4).max(20_000)
const Token = z.string().min(1).max(500)

/** One feature of api.weather.gov/alerts: a CAP message in GeoJSON. Only what we use is looked at; the rest may be as it likes. */
const Feature = z.object({
  geometry: z
    .union([
      z.object({ type: z.literal("Polygon"), coordinates: z.array(Ring).min(1).max(1_000) }),
      z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(Ring).min(1)).max(1_000) }),
    ])
    .nullish(),
  properties: z.object({
    id: Token,
    sender: Token,
    senderName: z.string().nullish(),
    areaDesc: z.string(),
    geocode: z.object({ SAME: z.array(z.string()).nullish(), UGC: z.array(z.string()).nullish() }).nullish(),
    references: z.array(z.object({ identifier: Token, sender: Token })).nullish(),
    sent: Time,
    onset: Time.nullish(),
    effective: Time.nullish(),
    expires: Time.nullish(),
    /** When the event itself ends; `expires` is when this message is out of date. */
    ends: Time.nullish(),
    status: z.string(),
    messageType: z.string(),
    severity: z.enum(outsideSeverities).catch("Unknown"),
    urgency: z.string().max(40),
    certainty: z.string().max(40),
    event: z.string().min(1),
    headline: z.string().nullish(),
    description: z.string().nullish(),
    instruction: z.string().nullish(),
    response: z.string().nullish(),
    eventCode: z.object({ SAME: z.array(z.string()).nullish() }).nullish(),
    web: z.string().nullish(),
    "@id": z.string().nullish(),
  }),
})

/** An alert of the National Weather Service, as its interface has it. */
export function fromNws(given: unknown): NewAlert | AlertRefusal {
  const read = Feature.safeParse(given)
  if (!read.success) return "not-an-alert"
  const { geometry, properties: found } = read.data
  if (found.status !== "Actual") return "not-actual"
  if (found.messageType === "Ack" || found.messageType === "Error") return "no-news"
  const texts = [textOf({ ...found, language: "en-US" })]
  if (isAboutPerson(texts, found.eventCode?.SAME ?? [])) return "person"
  const outer = !geometry
    ? []
    : geometry.type === "Polygon"
      ? geometry.coordinates.slice(0, 1)
      : geometry.coordinates.map(([ring]) => ring!)
  const ends = [found.expires, found.ends].flatMap((time) => time?.getTime() ?? [])
  return {
    kind: "alert",
    ...{ sender: found.sender, identifier: found.id, sent: found.sent },
    act: found.messageType === "Cancel" || found.response === "AllClear" ? "end" : "tell",
    references: (found.references ?? []).slice(0, LIST_MAX).map(({ sender, identifier }) => ({ sender, identifier })),
    ...{ texts, severity: found.severity, urgency: found.urgency, certainty: found.certainty },
    onset: found.onset ?? found.effective ?? null,
    expires: new Date(ends.length === 0 ? found.sent.getTime() + LASTS_MS : Math.max(...ends)),
    ...{ magnitude: null, depthKm: null },
    shape: areaShape(outer),
    geocodes: [...(found.geocode?.UGC ?? []), ...(found.geocode?.SAME ?? [])].map((code) => code.slice(0, 80)).slice(0, LIST_MAX),
    link: linkOf(found.web, found["@id"]),
  }
}

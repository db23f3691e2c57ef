import type { OutsideAlert } from "@holdfast/contracts"
import { z } from "zod"
import { type AlertRefusal, LASTS_MS, linkOf, type NewAlert, textOf } from "./new-alert.ts"

/** One feature of the GeoJSON summary of the USGS earthquake catalogue. Times are milliseconds since 1970. */
const Feature = z.object({
  id: z.string().min(1).max(100),
  geometry: z.object({
    type: z.literal("Point"),
    coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number().nullable()),
  }),
  properties: z.object({
    mag: z.number().min(-5).max(11).nullable(),
    place: z.string().nullish(),
    time: z.int().positive().max(8.64e15),
    updated: z.int().positive().max(8.64e15),
    url: z.string().nullish(),
    /** The PAGER scale: what it probably did to people and houses. */
    alert: z.enum(["green", "yellow", "orange", "red"]).nullish(),
    status: z.string(),
    type: z.string().max(40),
    title: z.string().nullish(),
  }),
})

const severityOf: Readonly<Record<"green" | "yellow" | "orange" | "red", OutsideAlert["severity"]>> = {
  green: "Minor",
  yellow: "Moderate",
  orange: "Severe",
  red: "Extreme",
}

/**
 * An earthquake of the USGS. A later `updated` of the same id takes the place of what was known, and `deleted` ends it. The severity is
 * PAGER's; nobody has judged most of them, and we do not guess one from the magnitude.
 */
export function fromUsgs(given: unknown, { minMagnitude }: { readonly minMagnitude: number }): NewAlert | AlertRefusal {
  const read = Feature.safeParse(given)
  if (!read.success) return "not-an-alert"
  const { id, geometry, properties: found } = read.data
  const [lon, lat, depthKm] = geometry.coordinates
  const isEnd = found.status === "deleted"
  if (!isEnd && (found.mag === null || found.mag < minMagnitude)) return "weak"
  const onset = new Date(found.time)
  const place = found.place ?? ""
  return {
    kind: "earthquake",
    ...{ sender: "earthquake.usgs.gov", identifier: id, sent: new Date(found.updated), act: isEnd ? "end" : "tell" },
    references: [],
    texts: [textOf({ language: "en-US", event: found.type, headline: found.title ?? place, areaDesc: place })],
    ...{ severity: found.alert ? severityOf[found.alert] : "Unknown", urgency: "Past", certainty: "Observed" },
    ...{ onset, expires: new Date(onset.getTime() + LASTS_MS) },
    ...{ magnitude: found.mag, depthKm: depthKm ?? null },
    shape: { type: "Point", coordinates: [lon, lat] },
    geocodes: [],
    link: linkOf(found.url),
  }
}

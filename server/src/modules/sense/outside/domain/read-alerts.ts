import { readCapJson } from "@holdfast/cap"
import { z } from "zod"
import type { AlertsMapping } from "./alerts-mapping.ts"
import { ALERTS_MAX, type ReadAlerts } from "./answer.ts"
import { fromCap } from "./from-cap.ts"
import { fromNws } from "./from-nws.ts"
import { fromUsgs } from "./from-usgs.ts"
import type { AlertRefusal, NewAlert } from "./new-alert.ts"
import { readCapFeed } from "./read-cap-feed.ts"

const Features = z.object({ type: z.literal("FeatureCollection"), features: z.array(z.unknown()) })
/** The JSON of feeds.meteoalarm.org: CAP messages with the names of its schema. */
const Warnings = z.object({ warnings: z.array(z.object({ alert: z.unknown() })) })

/**
 * What an answer of others says, by its format. Never throws: what cannot be understood is refused by name, and the rest goes on.
 *
 * @param address of a single message, for those that name no page
 */
export function readAlerts(
  { format, min_magnitude: minMagnitude, defects, signatures }: AlertsMapping,
  bytes: Uint8Array | string,
  address?: string,
): ReadAlerts {
  if (format === "cap")
    return readCapFeed({ defects, signatures }, typeof bytes === "string" ? Buffer.from(bytes) : bytes, address)
  let message: unknown
  try {
    message = JSON.parse(typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes))
  } catch {
    return { alerts: [], refused: ["not-json"], links: [], setAside: [] }
  }
  if (format === "meteoalarm") {
    const read = Warnings.safeParse(message)
    if (!read.success) return { alerts: [], refused: ["not-a-feed"], links: [], setAside: [] }
    return sorted(read.data.warnings, ({ alert }) => {
      const reading = readCapJson(alert)
      return reading.ok ? fromCap(reading.alert) : "not-an-alert"
    })
  }
  const read = Features.safeParse(message)
  if (!read.success) return { alerts: [], refused: ["not-a-feed"], links: [], setAside: [] }
  return sorted(read.data.features, (feature) => (format === "nws" ? fromNws(feature) : fromUsgs(feature, { minMagnitude })))
}

function sorted<T>(given: readonly T[], read: (one: T) => NewAlert | AlertRefusal): ReadAlerts {
  const alerts: NewAlert[] = []
  const refused: AlertRefusal[] = []
  for (const one of given.slice(0, ALERTS_MAX)) {
    const found = read(one)
    if (typeof found === "string") refused.push(found)
    else alerts.push(found)
  }
  if (given.length > ALERTS_MAX) refused.push(...new Array<AlertRefusal>(given.length - ALERTS_MAX).fill("too-many"))
  return { alerts, refused, links: [], setAside: [] }
}

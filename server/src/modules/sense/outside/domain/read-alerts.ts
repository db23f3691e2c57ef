import { readCapFeed, readCapJson } from "@holdfast/cap"
import { z } from "zod"
import type { AlertsMapping } from "./alerts-mapping.ts"
import { fromCap } from "./from-cap.ts"
import { fromNws } from "./from-nws.ts"
import { fromUsgs } from "./from-usgs.ts"
import type { AlertRefusal, NewAlert } from "./new-alert.ts"

/** Alerts in one answer; a country has some hundred in force. */
export const ALERTS_MAX = 2_000

/** Where a message stands that a feed only names. */
export interface AlertLink {
  readonly href: string
  readonly updated: string
}

export interface ReadAlerts {
  readonly alerts: readonly NewAlert[]
  readonly refused: readonly AlertRefusal[]
  readonly links: readonly AlertLink[]
}

const Features = z.object({ type: z.literal("FeatureCollection"), features: z.array(z.unknown()) })
/** The JSON of feeds.meteoalarm.org: CAP messages with the names of its schema. */
const Warnings = z.object({ warnings: z.array(z.object({ alert: z.unknown() })) })

/**
 * What an answer of others says, by its format. Never throws: what cannot be understood is refused by name, and the rest goes on.
 *
 * @param address of a single message, for those that name no page
 */
export function readAlerts(
  { format, min_magnitude: minMagnitude }: Pick<AlertsMapping, "format" | "min_magnitude">,
  text: string,
  address?: string,
): ReadAlerts {
  if (format === "cap") return readFeed(text, address)
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return { alerts: [], refused: ["not-json"], links: [] }
  }
  if (format === "meteoalarm") {
    const read = Warnings.safeParse(message)
    if (!read.success) return { alerts: [], refused: ["not-a-feed"], links: [] }
    return sorted(read.data.warnings, ({ alert }) => {
      const reading = readCapJson(alert)
      return reading.ok ? fromCap(reading.alert) : "not-an-alert"
    })
  }
  const read = Features.safeParse(message)
  if (!read.success) return { alerts: [], refused: ["not-a-feed"], links: [] }
  return sorted(read.data.features, (feature) => (format === "nws" ? fromNws(feature) : fromUsgs(feature, { minMagnitude })))
}

function readFeed(text: string, address: string | undefined): ReadAlerts {
  const read = readCapFeed(text)
  if (!read.ok) return { alerts: [], refused: [address === undefined ? "not-a-feed" : "not-an-alert"], links: [] }
  const links = read.entries.filter((entry) => entry.kind === "link").slice(0, ALERTS_MAX)
  const inside = read.entries.filter((entry) => entry.kind === "alert")
  return { ...sorted(inside, ({ reading }) => (reading.ok ? fromCap(reading.alert, address) : "not-an-alert")), links }
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
  return { alerts, refused, links: [] }
}

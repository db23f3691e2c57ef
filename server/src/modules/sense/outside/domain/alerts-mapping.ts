import { z } from "zod"
import { keeping } from "../../domain/mapping-rule.ts"

const AreaId = z.string().regex(/^[a-z0-9][a-z0-9/-]{0,199}$/, keeping("area-id"))

/** What a source of alerts sends, and which of them concern this city. */
export const AlertsMapping = z.strictObject({
  /** `cap`: CAP 1.2 as Atom, RSS, EDXL, or one message; the others are JSON of the services of that name. */
  format: z.enum(["cap", "nws", "meteoalarm", "usgs"]),
  /** Who gives them, as people here call them; stands beside each. */
  publisher: z.strictObject({ "zh-CN": z.string().trim().min(1).max(80), en: z.string().trim().min(1).max(80) }),
  /** Other hosts at which the messages of a feed stand; its own is always asked. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, keeping("host-name")))
    .max(20)
    .default([]),
  /** How far from the city an area or an epicentre may lie. Without it everything is taken. */
  within_km: z.number().min(0).max(20_100).optional(),
  /** Codes of the service for areas of this city. When there are any, an alert without a shape and without one of these lies elsewhere. */
  geocodes: z.record(z.string().min(1).max(80), z.array(AreaId).min(1).max(50)).optional(),
  /** Of earthquakes. */
  min_magnitude: z.number().min(-5).max(11).default(4),
})
export type AlertsMapping = z.infer<typeof AlertsMapping>

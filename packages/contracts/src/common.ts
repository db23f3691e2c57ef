import { z } from "zod"

/** The four colours of a warning, lowest first. */
export const levels = ["blue", "yellow", "orange", "red"] as const
export const Level = z.enum(levels)
export type Level = z.infer<typeof Level>

/** One text in each language of the city. */
export const Bilingual = z.object({ "zh-CN": z.string(), en: z.string() })
export type Bilingual = z.infer<typeof Bilingual>

/** WGS 84, degrees; longitude first, as GeoJSON has it. */
export const LonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
export type LonLat = z.infer<typeof LonLat>

export const Timestamp = z.iso.datetime()

/**
 * The id of a new record, chosen by who sends it and drawn at random: sent again with the same one after a lost answer, it is made
 * once. Without it the server chooses.
 */
export const ChosenId = z.uuidv4().optional()

/** A named area in a list. */
export const AreaRef = z.object({ id: z.string(), name: Bilingual })
export type AreaRef = z.infer<typeof AreaRef>

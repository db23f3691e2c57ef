import { z } from "zod"
import { AreaRef, Bilingual, Timestamp } from "./common.ts"

/** A day of the city, such as `2026-08-01`. */
const Day = z.iso.date()

/** What somebody expects of the next day. */
export const TypeForecast = z.strictObject({
  /** The key of a series that tells of the next day. */
  datastream: z.string().min(1).max(200),
  /** The day that the writer means. It has to be the next one, so that a page left open over midnight says nothing wrong. */
  day: Day,
  value: z.number(),
})
export type TypeForecast = z.infer<typeof TypeForecast>

/** Series whose values each tell of the day after they were made, such as tomorrow's air quality index. */
export const ForecastList = z.object({
  /** The day that a value is about which is made now. */
  day: Day,
  series: z.array(
    z.object({
      datastream: z.string(),
      /** The key of its device, under which its curve stands. */
      device: z.string(),
      name: Bilingual,
      /** Null outside the city: no rule speaks for it. */
      area: AreaRef.nullable(),
      property: Bilingual,
      possible: z.object({ min: z.number(), max: z.number() }).nullable(),
      /** The one that rules use, wherever it came from, and the day that it is about; null before the first. */
      newest: z.object({ value: z.number().nullable(), at: Timestamp, day: Day }).nullable(),
    }),
  ),
})
export type ForecastList = z.infer<typeof ForecastList>

import { AppError } from "@holdfast/kernel"
import { z } from "zod"
import type { Observation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"
import { type FindSeries, messageInvalid, parseObservation } from "./observation-body.ts"

const ROWS_MAX = 20_000
const components = [
  ...["phenomenonTime", "resultTime", "result", "resultQuality", "validTime", "parameters", "FeatureOfInterest/id"],
] as const
/** Rows say when they were measured: the server's time would be the same for all of them (OGC 18-088, 13.2). */
const needed = ["phenomenonTime", "result"] as const
const Link = z.strictObject({ "@iot.id": z.int().positive() })

/** Many measurements at once (OGC 18-088, 13): for each datastream the names of the columns, and the rows. */
const DataArrays = z
  .array(
    z
      .strictObject({
        Datastream: Link.optional(),
        MultiDatastream: Link.optional(),
        components: z
          .array(z.enum(components as unknown as [string]))
          .min(1)
          .max(components.length),
        "dataArray@iot.count": z.int().nonnegative().optional(),
        dataArray: z.array(z.array(z.unknown())).max(ROWS_MAX),
      })
      .refine((group) => (group.Datastream === undefined) !== (group.MultiDatastream === undefined), {
        path: ["Datastream"],
        message: "either Datastream or MultiDatastream",
      }),
  )
  .min(1)
  .max(1_000)

/** Reads all rows in their order. A row that is refused does not keep back the others: it stands as its error. */
export function parseDataArrays(given: unknown, findSeries: FindSeries, now: Date): (Observation | AppError)[] {
  const parsed = DataArrays.safeParse(given)
  if (!parsed.success) throw messageInvalid(given, parsed.error)
  return parsed.data.flatMap(({ Datastream, MultiDatastream, components: names, dataArray }) =>
    dataArray.map((row) => {
      try {
        for (const name of needed)
          if (!names.includes(name)) throw senseErrors.MESSAGE_INVALID({ field: name, value: "", rule: "required" })
        if (row.length !== names.length) throw rowLength(row, names.length)
        const { "FeatureOfInterest/id": feature, ...body } = Object.fromEntries(names.map((name, i) => [name, row[i]]))
        return parseObservation(
          {
            ...body,
            ...(Datastream ? { Datastream } : { MultiDatastream }),
            ...(feature === undefined || feature === null ? {} : { FeatureOfInterest: { "@iot.id": feature } }),
          },
          findSeries,
          now,
        )
      } catch (error) {
        if (error instanceof AppError) return error
        throw error
      }
    }),
  )
}

/**
 * Reads measurements as lines of JSON, each with the link to its series. A line that is refused stands as its error, so that the
 * others are kept. Throws `SENSE_BATCH_TOO_LARGE`.
 */
export function parseLines(text: string, findSeries: FindSeries, now: Date): (Observation | AppError)[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  if (lines.length > ROWS_MAX) throw senseErrors.BATCH_TOO_LARGE({ count: lines.length, limit: ROWS_MAX })
  return lines.map((line, i) => {
    try {
      return parseObservation(JSON.parse(line), findSeries, now)
    } catch (error) {
      if (error instanceof AppError) return error
      if (error instanceof SyntaxError || error instanceof RangeError) {
        return senseErrors.MESSAGE_INVALID({ field: `${i + 1}`, value: line.slice(0, 80), rule: "one JSON object in each line" })
      }
      throw error
    }
  })
}

function rowLength(row: readonly unknown[], length: number): Error {
  return messageInvalid(row, new z.ZodError([{ code: "custom", path: [], message: `${length}`, input: row }]))
}

import { AppError } from "@holdfast/kernel"
import { z } from "zod"
import type { Datastream } from "../domain/catalogue.ts"
import type { Observation } from "../domain/observation.ts"
import { messageInvalid, parseObservation } from "./observation-body.ts"

const ROWS_MAX = 20_000
const components = ["phenomenonTime", "resultTime", "result"] as const

/** Many measurements at once (OGC 18-088, 13): for each datastream the names of the columns, and the rows. */
const DataArrays = z
  .array(
    z.strictObject({
      Datastream: z.strictObject({ "@iot.id": z.int().positive() }),
      components: z.array(z.enum(components)).min(1).max(components.length),
      "dataArray@iot.count": z.int().nonnegative().optional(),
      dataArray: z.array(z.array(z.unknown())).max(ROWS_MAX),
    }),
  )
  .min(1)
  .max(1_000)

/** Reads all rows in their order. A row that is refused does not keep back the others: it stands as its error. */
export function parseDataArrays(
  given: unknown,
  findDatastream: (id: number | undefined) => Datastream,
  now: Date,
): (Observation | AppError)[] {
  const parsed = DataArrays.safeParse(given)
  if (!parsed.success) throw messageInvalid(given, parsed.error)
  return parsed.data.flatMap((group) =>
    group.dataArray.map((row) => {
      try {
        if (row.length !== group.components.length) throw rowLength(row, group.components.length)
        const body = Object.fromEntries(group.components.map((name, i) => [name, row[i]]))
        return parseObservation(body, () => findDatastream(group.Datastream["@iot.id"]), now)
      } catch (error) {
        if (error instanceof AppError) return error
        throw error
      }
    }),
  )
}

function rowLength(row: readonly unknown[], length: number): Error {
  return messageInvalid(row, new z.ZodError([{ code: "custom", path: [], message: `${length}`, input: row }]))
}

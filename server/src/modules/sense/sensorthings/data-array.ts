import { AppError } from "@holdfast/kernel"
import { z } from "zod"
import { isPlainlyRight, NO_RESULT_TIME, type Observation } from "../domain/observation.ts"
import { senseErrors } from "../errors.ts"
import { newScanned, scanObservation } from "../mqtt/scan-observation.ts"
import { instantMs } from "./instant.ts"
import { type FindSeries, LinkedId, parseObservation } from "./observation-body.ts"
import { keeping, refuse, refuseBody } from "./refuse.ts"

const ROWS_MAX = 20_000
const components = [
  ...["phenomenonTime", "resultTime", "result", "resultQuality", "validTime", "parameters", "FeatureOfInterest/id"],
] as const
/** Rows say when they were measured: the server's time would be the same for all of them (OGC 18-088, 13.2). */
const needed = ["phenomenonTime", "result"] as const
const Link = z.strictObject({ "@iot.id": LinkedId })

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
        // Every cell is read later anyway: here only that there are rows.
        dataArray: z
          .array(z.unknown())
          .max(ROWS_MAX)
          .superRefine((rows, context) => {
            const wrong = rows.findIndex((row) => !Array.isArray(row))
            if (wrong >= 0) context.addIssue({ code: "custom", path: [wrong], message: keeping("list").error })
          }),
      })
      .refine((group) => (group.Datastream === undefined) !== (group.MultiDatastream === undefined), {
        path: ["Datastream"],
        ...keeping("datastream-or-multi"),
      }),
  )
  .min(1)
  // A gateway sends one round of all its stations.
  .max(ROWS_MAX)

/** Reads all rows in their order. A row that is refused does not keep back the others: it stands as its error. */
export function parseDataArrays(given: unknown, findSeries: FindSeries, now: Date): (Observation | AppError)[] {
  const parsed = DataArrays.safeParse(given)
  if (!parsed.success) throw refuseBody(given, parsed.error)
  return parsed.data.flatMap(({ Datastream, MultiDatastream, components: names, dataArray }) => {
    const link = Datastream ? { Datastream } : { MultiDatastream }
    const readUsual = usualReader(names, Datastream, findSeries, now)
    return (dataArray as unknown[][]).map((row) => readUsual(row) ?? refusedOr(() => readRow(names, row, link)))
  })

  function readRow(names: readonly string[], row: readonly unknown[], link: object): Observation {
    for (const name of needed) if (!names.includes(name)) throw refuse(name, "", "required")
    if (row.length !== names.length) throw refuse("/", row, "row-length", { length: names.length })
    const { "FeatureOfInterest/id": feature, ...body } = Object.fromEntries(names.map((name, i) => [name, row[i]]))
    const linked = feature === undefined || feature === null ? {} : { FeatureOfInterest: { "@iot.id": feature } }
    return parseObservation({ ...body, ...link, ...linked }, findSeries, now)
  }
}

/** How the rows of a group are read that are times and a number, as nearly all are, without a schema for each; undefined for others. */
function usualReader(
  names: readonly string[],
  link: z.infer<typeof Link> | undefined,
  findSeries: FindSeries,
  now: Date,
): (row: readonly unknown[]) => Observation | undefined {
  const [at, resultAt, result] = ["phenomenonTime", "resultTime", "result"].map((name) => names.indexOf(name))
  const isUsual = names.length === (resultAt === -1 ? 2 : 3) && at !== -1 && result !== -1
  const series = isUsual && link ? refusedOr(() => findSeries({ id: link["@iot.id"], isMulti: false })) : undefined
  if (!series || series instanceof AppError || "kinds" in series) return () => undefined
  return (row) => {
    const value = row[result!]
    const isTruth = typeof value === "boolean"
    if (row.length !== names.length || !(isTruth || typeof value === "number")) return undefined
    const said = {
      atMs: instantMs(row[at!]),
      resultAtMs: resultAt === -1 ? NO_RESULT_TIME : instantMs(row[resultAt!]),
      result: Number(value),
      isTruth,
    }
    if (!isPlainlyRight(series, said, now)) return undefined
    return { datastream: series.number, atMs: said.atMs, resultAtMs: said.resultAtMs, value: said.result }
  }
}

/**
 * Reads measurements as lines of JSON, each with the link to its series. A line that is refused stands as its error, so that the
 * others are kept. Throws `SENSE_BATCH_TOO_LARGE`.
 */
export function parseLines(text: string, findSeries: FindSeries, now: Date): (Observation | AppError)[] {
  const bytes = Buffer.from(text)
  const scanned = newScanned()
  const rows: (Observation | AppError)[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(LINE_FEED, start)
    if (end === -1) end = bytes.length
    const usual = scanObservation({ bytes, start, end }, scanned) ? readUsual() : undefined
    if (usual) rows.push(usual)
    else {
      const line = bytes.toString("utf8", start, end)
      if (line.trim() !== "") rows.push(readLine(line, rows.length + 1))
    }
    if (rows.length > ROWS_MAX) throw senseErrors.BATCH_TOO_LARGE({ count: text.split("\n").length, limit: ROWS_MAX })
  }
  return rows

  function readUsual(): Observation | undefined {
    const series = refusedOr(() => findSeries({ id: scanned.datastream, isMulti: false }))
    if (series instanceof AppError || "kinds" in series || !isPlainlyRight(series, scanned, now)) return undefined
    return { datastream: series.number, atMs: scanned.atMs, resultAtMs: scanned.resultAtMs, value: scanned.result }
  }

  function readLine(line: string, number: number): Observation | AppError {
    try {
      return refusedOr(() => parseObservation(JSON.parse(line), findSeries, now))
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
      return refuse(`${number}`, line, "json-line")
    }
  }
}
const LINE_FEED = 0x0a

function refusedOr<T>(read: () => T): T | AppError {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

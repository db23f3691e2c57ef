import fs from "node:fs"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { cityUrlUnderTest, temporaryFolder } from "../../test/engines.ts"
import { loadPacks } from "../platform/packs/index.ts"
import { replay } from "./index.ts"

const packs = loadPacks(new URL("../../../packs/", import.meta.url))
const folder = temporaryFolder()
const HOLDFAST_DATABASE_URL = await cityUrlUnderTest()
const onError = (error: unknown) => expect(error).toBeUndefined()
const around = { packs, onError, onNotMade: onError }
/** Each run migrates a database of its own. */
const TIMEOUT_MS = 300_000

function putRain(name: string, rain: readonly (number | string)[]): string {
  const file = path.join(folder, name)
  const rows = rain.map((mm, hour) => `Wanliu,2016-07-20T${String(hour).padStart(2, "0")}:00:00+08:00,${mm},22,1000`)
  // The second row again, and the first at the end: neither may count twice or raise anything twice.
  fs.writeFileSync(file, gzipSync(["station,time,RAIN_mm,TEMP,PRES", ...rows.slice(1), rows[1], rows[0], ""].join("\n")))
  return file
}

test(
  "measured rain raises signals at the end of the hour, in a world that is gone afterwards",
  async () => {
    const dataFolder = path.join(folder, "data")
    const file = putRain("storm.csv.gz", [0, 0, 35, 20, "NA", "NA", 0, 0, 0, 0, 0, 0])
    const run = () => replay({ ...around, file, settings: { HOLDFAST_DATA: dataFolder, HOLDFAST_DATABASE_URL }, options: {} })
    const report = await run()
    expect(report.read).toEqual({ rows: 13, repeated: 1, outOfOrder: 1, missingValues: 2 })
    expect(report.signals).toContainEqual(
      expect.objectContaining({
        rule: "rain-beijing-1h",
        place: "Wanliu",
        raisedAt: "2016-07-20T03:00:00+08:00",
        severity: "blue",
      }),
    )
    // 55 mm in what is known of six hours is enough; the missing hours themselves are a signal for the people on duty.
    expect(report.signals.filter(({ rule }) => rule === "rain-beijing-6h")).toHaveLength(1)
    expect(report.signals).toContainEqual(
      expect.objectContaining({ rule: "rain-gauge-missing", raisedAt: "2016-07-20T06:00:00+08:00" }),
    )
    expect(report.warnings[0]).toMatchObject({
      hazard: "rainstorm",
      level: "blue",
      sent: "2016-07-20T03:00:00+08:00",
      area: "Wanliu",
    })
    expect(fs.readdirSync(path.join(dataFolder, "worlds"))).toEqual([])

    // A run that was cut off left its folder; the next one begins anew.
    fs.mkdirSync(path.join(dataFolder, "worlds", report.world, "pglite"), { recursive: true })
    fs.writeFileSync(path.join(dataFolder, "worlds", report.world, "pglite", "left-over"), "")
    expect(await run()).toEqual(report)
  },
  TIMEOUT_MS,
)

test(
  "the jurisdiction decides which rules run",
  async () => {
    const file = putRain("short.csv.gz", [0, 35, 0, 0])
    const options = { jurisdiction: "national" }
    const settings = { HOLDFAST_DATA: folder, HOLDFAST_DATABASE_URL }
    const report = await replay({ ...around, file, settings, options })
    expect([report.jurisdiction, report.signals, report.warnings]).toEqual(["national", [], []])
    expect(report.kind === "rain" && report.stations[0]?.hours[1]).toMatchObject({ sum1h: 35, national: "none", beijing: "blue" })
  },
  TIMEOUT_MS,
)

import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, describe, expect, test } from "vitest"
import { airDays } from "./air-days.ts"
import { localTime, readMeasuredHours } from "./measured-hours.ts"
import { rainHours } from "./rain-hours.ts"
import { requireWritable } from "./write-report.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-replay-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))

const HEADER = "station,time,RAIN_mm,TEMP,PRES"
const row = (hour: number, rain: number | string, station = "Wanliu") =>
  `${station},2016-07-20T${String(hour).padStart(2, "0")}:00:00+08:00,${rain},22,1000`
let count = 0

function put(content: string | Buffer): string {
  const file = path.join(folder, `${(count += 1)}.csv`)
  fs.writeFileSync(file, content)
  return file
}
const read = (...lines: string[]) => readMeasuredHours(put(`${lines.join("\n")}\n`))

describe("a file of measured hours", () => {
  test("is known by its header, plain or packed, with any order of columns", async () => {
    const plain = await read(HEADER, row(10, 5))
    expect([plain.layout.kind, plain.valueAt("Wanliu", plain.firstMs, 0)]).toEqual(["rain", 5])
    const packed = await readMeasuredHours(put(gzipSync(`\uFEFFRAIN_mm,time,station\r\n7.5,2016-07-20T02:00Z,A 1\r\n`)))
    expect([localTime(packed.firstMs), packed.valueAt("A 1", packed.firstMs, 0)]).toEqual(["2016-07-20T10:00:00+08:00", 7.5])
    const air = await read("station,time,PM2.5,PM10,SO2,NO2,CO_ugm3,O3,RAIN_mm", "A,2015-12-08T00:00:00+08:00,1,2,3,4,500,6,0")
    expect(air.layout.kind).toBe("air")
  })
  test("may miss values and hours, repeat rows, and be out of order: each is counted", async () => {
    const measured = await read(HEADER, row(12, 1), row(10, "NA"), row(10, "NA"), row(13, ""), "", row(10, 2, "Gucheng"))
    expect(measured.counts).toEqual({ rows: 5, repeated: 1, outOfOrder: 1, missingValues: 2 })
    expect([...measured.hours()]).toHaveLength(4)
    expect(rainHours(measured, "Wanliu").map(({ time, sum1h }) => [time.slice(11, 13), sum1h])).toEqual([
      ["10", null],
      ["11", null],
      ["12", 1],
      ["13", null],
    ])
  })
  test.each([
    ["another header", ["station,time,snow"], "PACKS_REPLAY_HEADER_UNKNOWN", {}],
    ["a column too few", [HEADER, row(10, 1), "Wanliu,2016-07-20T11:00:00+08:00,1"], "PACKS_REPLAY_LINE_INVALID", { line: 3 }],
    ["a word for a value", [HEADER, row(10, "much")], "PACKS_REPLAY_LINE_INVALID", { line: 2, column: "RAIN_mm" }],
    ["a negative value", [HEADER, row(10, -1)], "PACKS_REPLAY_LINE_INVALID", { line: 2 }],
    ["more rain than can fall", [HEADER, row(10, 9_999)], "PACKS_REPLAY_LINE_INVALID", { line: 2 }],
    [
      "a time without zone",
      [HEADER, "Wanliu,2016-07-20T10:00:00,1,2,3"],
      "PACKS_REPLAY_LINE_INVALID",
      { line: 2, column: "time" },
    ],
    ["a time within the hour", [HEADER, "Wanliu,2016-07-20T10:30:00+08:00,1,2,3"], "PACKS_REPLAY_LINE_INVALID", { line: 2 }],
    ["a day that is not", [HEADER, "Wanliu,2016-07-32T10:00:00+08:00,1,2,3"], "PACKS_REPLAY_LINE_INVALID", { line: 2 }],
    [
      "the 30th of February",
      [HEADER, row(10, 1), "Wanliu,2016-02-30T10:00:00+08:00,1,2,3"],
      "PACKS_REPLAY_DAY_UNKNOWN",
      { line: 3 },
    ],
    ["the 31st of April", [HEADER, "Wanliu,2016-04-31T00:00Z,1,2,3"], "PACKS_REPLAY_DAY_UNKNOWN", { line: 2 }],
    ["hours of another grid", [HEADER, "Wanliu,2016-07-20T10:00:00+05:30,1,2,3"], "PACKS_REPLAY_OFFSET_NOT_HOURS", { line: 2 }],
    ["two rows that differ", [HEADER, row(10, 1), row(11, 1), row(10, 2)], "PACKS_REPLAY_LINES_DIFFER", { line: 4, first: 2 }],
    ["a line without end", [HEADER, "x".repeat(100_000)], "PACKS_REPLAY_TOO_LARGE", { line: 2 }],
    ["centuries", [HEADER, row(10, 1), "Wanliu,1816-07-20T10:00:00+08:00,1,2,3"], "PACKS_REPLAY_TOO_LARGE", { line: 3 }],
    ["nothing but a header", [HEADER], "PACKS_REPLAY_FILE_EMPTY", {}],
  ])("is refused with %s", async (_, lines, code, values) => {
    await expect(read(...lines)).rejects.toMatchObject({ code, values })
  })
  test("that is cut off, damaged, or not there is refused", async () => {
    const packed = gzipSync([HEADER, ...Array.from({ length: 20 }, (_, hour) => row(hour, hour))].join("\n"))
    for (const bytes of [packed.subarray(0, packed.length - 9), Buffer.concat([packed.subarray(0, 30), Buffer.alloc(30, 7)])])
      await expect(readMeasuredHours(put(bytes))).rejects.toMatchObject({ code: "PACKS_REPLAY_FILE_CUT" })
    await expect(readMeasuredHours(path.join(folder, "none.csv"))).rejects.toMatchObject({ code: "PACKS_REPLAY_FILE_NOT_FOUND" })
    await expect(readMeasuredHours(folder)).rejects.toMatchObject({ code: "PACKS_REPLAY_FILE_UNREADABLE" })
    expect(() => requireWritable(folder)).toThrow(expect.objectContaining({ code: "PACKS_REPLAY_NOT_WRITABLE" }))
  })
})

test("days are local, and CO comes in micrograms", async () => {
  const hours = Array.from({ length: 48 }, (_, hour) => new Date(Date.UTC(2015, 11, 7, 16 + hour)).toISOString())
  const lines = hours.map((time, hour) => `A,${time},${hour < 24 ? 160 : 20},20,5,10,1900,40`)
  const measured = await read("station,time,PM2.5,PM10,SO2,NO2,CO_ugm3,O3", ...lines)
  const days = airDays(measured, "A", "by-date")
  expect(days.map(({ date, aqi, level, primary }) => [date, aqi, level, primary])).toEqual([
    ["2015-12-08", 210, 5, ["PM2.5"]],
    ["2015-12-09", 48, 1, []],
  ])
  expect(days[0]?.concentrations.CO).toBe(1.9)
  expect(airDays(measured, "A", "HJ 633-2026")[0]?.standard).toBe("HJ 633-2026")
})

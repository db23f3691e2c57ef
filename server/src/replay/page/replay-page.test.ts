import { wordsIn } from "@holdfast/words"
import { expect, test } from "vitest"
import type { AirReport, RainReport, ReportDay, ReportHour } from "../report.ts"
import { replayPage } from "./replay-page.ts"
import { chartLines } from "./text-chart.ts"

const none = { "PM2.5": null, PM10: null, SO2: null, NO2: null, CO: null, O3_8h: null }
const day = (date: string, aqi: number | null): ReportDay => ({
  ...{ date, standard: "HJ 633-2012", concentrations: none, iaqi: none, aqi },
  ...(aqi === null ? { level: null, primary: [] } : { level: 5, primary: ["PM2.5"] }),
})
const read = { rows: 3, repeated: 0, outOfOrder: 0, missingValues: 1 }
const base = { world: "w", jurisdiction: "beijing", read, signals: [] }
const air: AirReport = {
  ...{ ...base, kind: "air", basis: "hindsight", plan: "by-date", stations: [{ station: "Wanliu", days: [] }] },
  city: { days: [day("2015-12-07", 228), day("2015-12-08", null), day("2015-12-09", 291)] },
  warnings: [{ hazard: "air-pollution", level: "yellow", sent: "2015-12-07T18:00:00+08:00", ended: null, area: "<Beijing>" }],
  issued: [{ level: "red", from: "2015-12-08T07:00:00+08:00", until: "2015-12-10T12:00:00+08:00", source: "Xinhua & others" }],
}
const hour = (time: string, sum1h: number): ReportHour => ({
  ...{ time, sum1h, sum3h: null, sum6h: null, sum12h: null, sum24h: null, national: "none", beijing: "none" },
})
const rain: RainReport = {
  ...{ ...base, kind: "rain", warnings: [{ ...air.warnings[0]!, sent: "2016-07-20T11:00:00+08:00", area: "B" }] },
  stations: ["A", "B", "C"].map((station, index) => ({
    station,
    hours: [hour("2016-07-20T10:00:00+08:00", 0), hour("2016-07-20T11:00:00+08:00", 10.5 * index)],
  })),
}

test("a page says in both languages what was measured, asked for, and really issued, and loads nothing", () => {
  const page = replayPage(air, "zh-CN")
  expect(page).toMatch(/^<!doctype html>\n<html lang="zh-CN">/)
  expect(page.indexOf('<article id="zh-CN"')).toBeLessThan(page.indexOf('<article id="en"'))
  expect(page.match(/<svg /g)).toHaveLength(2)
  expect(page).toContain("&#60;Beijing&#62;")
  expect(page).toContain("Xinhua &#38; others")
  expect(page).not.toMatch(/<Beijing>|src=|url\(|@import|<script|href="[^#]/)
  // The twin of the picture: each day with its value, and what was in force.
  expect(page).toMatch(/2015-12-09<\/td><td class="figure">291<\/td><td>heavy PM2.5<\/td><td>yellow<\/td><td>red/)
  expect(page).toMatch(/2015-12-08<\/td><td class="figure">\?/)
})

test("of many gauges the page names those that have something in force", () => {
  const page = replayPage(rain, "en")
  expect(page).toMatch(/11:00<\/td><td class="figure">21<\/td><td>C<\/td><td>B yellow</)
  expect(page).not.toContain("2016-07-20 10:00</td><td")
})

test("a terminal shows a line for a day, and counts where there are many rows", () => {
  const lines = chartLines(air, wordsIn("en"))
  expect(lines).toHaveLength(4)
  expect(lines[1]).toMatch(/^2015-12-07 {4}228 {2}█+·+ {2}heavy PM2.5 {2}\[By the rules: yellow\]$/)
  expect(lines[2]).toContain("no value  [By the rules: yellow]  [Really issued: red]")
  expect(chartLines(rain, wordsIn("en"))[2]).toMatch(/21 {2}█{30} {2}C {2}\[yellow × 1\]$/)
})

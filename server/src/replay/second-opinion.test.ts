import fs from "node:fs"
import { fileURLToPath } from "node:url"
import { dailyPollutants } from "@holdfast/air"
import { rainLevels } from "@holdfast/rain"
import { expect, test } from "vitest"
import { airDays } from "./air-days.ts"
import { HOUR_MS, readMeasuredHours } from "./measured-hours.ts"
import { rainHours } from "./rain-hours.ts"
import type { ReportDay } from "./report.ts"

// Figures that somebody else computed from the same files. They are a second opinion: every difference is explained here, and
// may be a mistake on either side.
const shared = fileURLToPath(new URL("../../../../shared/data/", import.meta.url))
const airFile = `${shared}air/beijing12_2015-11-25_2016-01-05.csv.gz`
const airOpinion = `${shared}air/expected_daily_aqi_2015-11-25_2016-01-05.csv`
const rainFile = `${shared}rain/beijing12_2016-07-17_2016-07-24.csv.gz`
const rainOpinion = `${shared}rain/expected_levels_2016-07.csv`

function readRows(file: string): Record<string, string>[] {
  const [header, ...lines] = fs.readFileSync(file, "utf8").trim().split("\n")
  const names = header!.trim().split(",")
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(",")
        .map((value, index) => [names[index]!, value]),
    ),
  )
}
const figure = (text: string | undefined) => (text ? Number(text) : null)

test.skipIf(!fs.existsSync(airOpinion))(
  "daily AQI of 2015-16: the second opinion differs for three reasons, in these places",
  async () => {
    const measured = await readMeasuredHours(airFile)
    const ours = new Map<string, ReportDay>(
      measured.stations.flatMap((station) => airDays(measured, station, "by-date").map((day) => [`${station} ${day.date}`, day])),
    )
    const differences: Record<"half" | "ozone" | "incomplete" | "unexplained", string[]> = {
      half: [],
      ozone: [],
      incomplete: [],
      unexplained: [],
    }
    const theirs = readRows(airOpinion)
    for (const row of theirs) {
      const key = `${row["station"]} ${row["date"]}`
      const day = ours.get(key)!
      for (const pollutant of dailyPollutants) {
        const concentration = [day.concentrations[pollutant], figure(row[`C_${pollutant}`])] as const
        const index = [day.iaqi[pollutant], figure(row[`IAQI_${pollutant}`])] as const
        if (concentration[0] === concentration[1] && index[0] === index[1]) continue
        const kind =
          pollutant === "CO" && Math.abs(concentration[0]! - concentration[1]!) < 0.11
            ? "half"
            : pollutant === "O3_8h" && concentration[0] === null
              ? "ozone"
              : "unexplained"
        differences[kind].push(`${key} ${pollutant} ${concentration.join("/")}`)
      }
      const result = [day.aqi, day.level, day.primary.join(" ")].join()
      const opinion = [figure(row["AQI"]), figure(row["level"]), row["primary"]].join()
      if (result === opinion) continue
      const gaps = dailyPollutants.filter((pollutant) => day.concentrations[pollutant] === null)
      const unknown = day.aqi === null && gaps.length > 0 && Number(row["AQI"]) <= 100
      differences[unknown ? "incomplete" : "unexplained"].push(`${key} ${opinion} without ${gaps.join(" ")}`)
    }
    expect([theirs.length, ours.size]).toEqual([504, 504])
    expect(differences.unexplained).toEqual([])
    // Its mean of CO lies exactly on a half, and binary fractions pushed it to the odd neighbour; GB/T 8170 wants the even one.
    // No AQI changes by it.
    expect(differences.half).toEqual([
      "Aotizhongxin 2015-12-20 CO 4.6/4.7",
      "Dingling 2015-12-04 CO 0.4/0.5",
      "Huairou 2016-01-01 CO 2/1.9",
      "Nongzhanguan 2015-12-10 CO 2/1.9",
      "Nongzhanguan 2015-12-16 CO 0.6/0.7",
      "Shunyi 2015-11-28 CO 3.6/3.5",
      "Wanliu 2015-11-27 CO 2.6/2.5",
      "Wanliu 2015-12-27 CO 0.4/0.5",
    ])
    // It gives an ozone maximum for days on which fewer than 14 of the 17 windows are valid, and none exceeds the limit.
    expect(differences.ozone).toEqual([
      "Dingling 2015-12-02 O3_8h /38",
      "Gucheng 2015-11-25 O3_8h /2",
      "Shunyi 2015-11-30 O3_8h /8",
      "Shunyi 2015-12-04 O3_8h /41",
      "Wanshouxigong 2015-12-24 O3_8h /33",
      "Wanshouxigong 2016-01-04 O3_8h /51",
    ])
    // It takes the highest of whatever is there. Below the limit that is a guess: Gucheng would have had "excellent" air with an
    // index of 1 on 25 November 2015, out of eleven hours of ozone alone.
    expect(differences.incomplete.map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual([
      "Changping 2015-12-02",
      "Changping 2015-12-18",
      "Dingling 2015-11-25",
      "Dingling 2015-12-02",
      "Gucheng 2015-11-25",
      "Shunyi 2015-12-02",
      "Shunyi 2015-12-03",
      "Shunyi 2015-12-04",
      "Tiantan 2015-12-17",
      "Wanshouxigong 2015-12-02",
      "Wanshouxigong 2015-12-23",
      "Wanshouxigong 2015-12-24",
      "Wanshouxigong 2016-01-04",
    ])
  },
)

test.skipIf(!fs.existsSync(rainOpinion))(
  "rain of July 2016: the second opinion agrees at every change of the national level",
  async () => {
    const measured = await readMeasuredHours(rainFile)
    const changes: string[] = []
    for (const station of measured.stations) {
      let before = "none"
      for (const { time, national, sum3h, sum6h, sum12h } of rainHours(measured, station)) {
        if (national !== before) changes.push([time, station, national, sum3h, sum6h, sum12h].join())
        before = national
      }
    }
    const theirs = readRows(rainOpinion).map((row) =>
      [
        row["time_of_change"],
        row["station"],
        row["observed_level"],
        ...["sum3h", "sum6h", "sum12h"].map((sum) => Number(row[sum])),
      ].join(),
    )
    expect(changes.toSorted()).toEqual(theirs.toSorted())
    expect(theirs).toHaveLength(77)
  },
)

test.skipIf(!fs.existsSync(rainFile))(
  "rain of July 2016 by Beijing's own criteria, which the second opinion leaves out",
  async () => {
    const measured = await readMeasuredHours(rainFile)
    const highest = (station: string, by: "national" | "beijing") =>
      rainLevels.findLast((level) => rainHours(measured, station).some((hour) => hour[by] === level))
    const found = measured.stations.map((station) => [station, `${highest(station, "national")} ${highest(station, "beijing")}`])
    expect(measured.lastMs - measured.firstMs).toBe(191 * HOUR_MS)
    expect(Object.fromEntries(found)).toEqual({
      Aotizhongxin: "orange red",
      Changping: "orange orange",
      Dingling: "orange orange",
      Dongsi: "orange red",
      Guanyuan: "orange red",
      Gucheng: "orange red",
      Huairou: "orange yellow",
      Nongzhanguan: "orange red",
      Shunyi: "yellow yellow",
      Tiantan: "orange red",
      Wanliu: "orange red",
      Wanshouxigong: "orange red",
    })
  },
)

import { beijingCriteria, gradeRain, nationalCriteria, RainWindow } from "@holdfast/rain"
import { localTime, type MeasuredHours } from "./measured-hours.ts"
import type { ReportHour } from "./report.ts"

/** The sums and levels of one gauge at the end of each hour of the file. */
export function rainHours(measured: MeasuredHours, station: string): ReportHour[] {
  const window = new RainWindow()
  return [...measured.hours()].map((startMs) => {
    const sums = window.add(new Date(startMs), measured.valueAt(station, startMs, 0))
    return {
      time: localTime(startMs),
      sum1h: sums[1].mm,
      sum3h: sums[3].mm,
      sum6h: sums[6].mm,
      sum12h: sums[12].mm,
      sum24h: sums[24].mm,
      national: gradeRain(sums, nationalCriteria),
      beijing: gradeRain(sums, beijingCriteria),
    }
  })
}

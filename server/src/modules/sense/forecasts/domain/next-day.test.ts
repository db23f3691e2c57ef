import { expect, test } from "vitest"
import { nextDay, spanOfDay } from "./next-day.ts"

test("tomorrow is that of the city, at the end of a month, and when the clock is changed", () => {
  expect(nextDay(new Date("2026-07-31T15:59:59Z"), "Asia/Shanghai")).toBe("2026-08-01")
  expect(nextDay(new Date("2026-07-31T16:00:00Z"), "Asia/Shanghai")).toBe("2026-08-02")
  expect(nextDay(new Date("2026-12-31T12:00:00Z"), "UTC")).toBe("2027-01-01")
  expect(nextDay(new Date("2026-03-08T04:30:00Z"), "America/New_York")).toBe("2026-03-08")
  expect(spanOfDay("2026-08-01", "Asia/Shanghai")).toEqual(["2026-07-31T16:00:00.000Z", "2026-08-01T16:00:00.000Z"])
  expect(spanOfDay("2026-03-08", "America/New_York")).toEqual(["2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"])
})

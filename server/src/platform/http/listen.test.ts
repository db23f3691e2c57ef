import { AppError, ManualClock } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { AttemptLimit } from "../identity/index.ts"
import { keepToThisMachine, originOf } from "./index.ts"

test.each(["127.0.0.1", "127.0.1.1", "localhost", "::1"])("demo people may be reached at %s", (host) => {
  expect(() => keepToThisMachine(host)).not.toThrow()
})

test.each(["0.0.0.0", "::", "192.0.2.7", "city.example", "127.0.0.1.example", ""])("and not at %s", (host) => {
  expect(() => keepToThisMachine(host)).toThrow(expect.objectContaining({ code: "PLATFORM_DEMO_NOT_PUBLIC" }))
})

test.each([
  ["127.0.0.1", "http://127.0.0.1:8080"],
  ["::1", "http://[::1]:8080"],
  ["::", "http://[::]:8080"],
  ["city.example", "http://city.example:8080"],
])("a server at %s has an address that links can have", (host, address) => {
  expect(originOf({ scheme: "http", host, port: 8080 })).toBe(address)
  expect(new URL(address).port).toBe("8080")
})

test("failed sign-ins from all addresses of one IPv6 line are counted together", () => {
  const refusal = () => new AppError("TOO_MANY", "limit", {})
  const attempts = new AttemptLimit(new ManualClock("2026-07-30T19:00:00Z"), refusal)
  for (let i = 0; i < 100; i += 1) attempts.failed(`guess-${i}`, { ip: `2001:db8:1:1::${i}` })
  expect(() => attempts.check("li", { ip: "2001:db8:1:1:ffff::1" })).toThrow(AppError)
  expect(() => attempts.check("li", { ip: "2001:db8:1:2::1" })).not.toThrow()
})

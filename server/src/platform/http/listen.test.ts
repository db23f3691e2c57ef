import { expect, test } from "vitest"
import { keepToThisMachine } from "./index.ts"

test.each(["127.0.0.1", "127.0.1.1", "localhost", "::1"])("demo people may be reached at %s", (host) => {
  expect(() => keepToThisMachine(host)).not.toThrow()
})

test.each(["0.0.0.0", "::", "192.0.2.7", "city.example", "127.0.0.1.example", ""])("and not at %s", (host) => {
  expect(() => keepToThisMachine(host)).toThrow(expect.objectContaining({ code: "PLATFORM_DEMO_NOT_PUBLIC" }))
})

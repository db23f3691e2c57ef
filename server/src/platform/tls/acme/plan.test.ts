import path from "node:path"
import { expect, test } from "vitest"
import { readAcmePlan } from "./plan.ts"
import { renewAt, retryAfterMs } from "./schedule.ts"

const settings = {
  HOLDFAST_DATA: "/srv/holdfast",
  HOST: "0.0.0.0",
  HOLDFAST_PUBLIC_URL: "https://临江.example:8443",
  HOLDFAST_ACME_DIRECTORY: "https://authority.example/directory",
  HOLDFAST_ACME_TERMS: "agreed" as const,
  HOLDFAST_ACME_PORT: 80,
}

test("the name comes from the public address, in ASCII", () => {
  expect(readAcmePlan(settings)).toMatchObject({
    host: "xn--miq684e.example",
    publicUrl: "https://xn--miq684e.example:8443",
    listen: { host: "0.0.0.0", port: 80 },
    folder: path.join("/srv/holdfast", "tls", "acme"),
  })
  expect(readAcmePlan({ ...settings, HOLDFAST_ACME_DIRECTORY: undefined })).toBeUndefined()
})

test.each([
  [{ HOLDFAST_ACME_TERMS: undefined }, "CLI_ACME_TERMS"],
  [{ HOLDFAST_PUBLIC_URL: undefined }, "CLI_ACME_NEEDS_NAME"],
  [{ HOLDFAST_PUBLIC_URL: "http://city.example" }, "CLI_ACME_NEEDS_NAME"],
  [{ HOLDFAST_PUBLIC_URL: "https://203.0.113.7" }, "CLI_ACME_NEEDS_NAME"],
  [{ HOLDFAST_PUBLIC_URL: "https://[2001:db8::1]" }, "CLI_ACME_NEEDS_NAME"],
  [{ HOLDFAST_PUBLIC_URL: "https://localhost:8443" }, "CLI_ACME_NEEDS_NAME"],
  [{ HOLDFAST_TLS_CERT: "/etc/city.crt" }, "CLI_ACME_BESIDE_FILES"],
])("half of the settings do not start: %j", (changes, code) => {
  expect(() => readAcmePlan({ ...settings, ...changes })).toThrow(expect.objectContaining({ code }))
})

test("a certificate is renewed with a third of its life left, however long that is", () => {
  const validFrom = "Jan  1 00:00:00 2026 GMT"
  expect(renewAt({ validFrom, validTo: "Apr  1 00:00:00 2026 GMT" })).toEqual(new Date("2026-03-02T00:00:00Z"))
  expect(renewAt({ validFrom, validTo: "Jan  7 00:00:00 2026 GMT" })).toEqual(new Date("2026-01-05T00:00:00Z"))
})

test("tries come less often, and at least four a day", () => {
  expect([1, 2, 3, 4, 40].map((failures) => retryAfterMs(failures) / 60_000)).toEqual([5, 10, 20, 40, 360])
})

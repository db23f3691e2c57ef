import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { expect, test } from "vitest"
import { loadConfig } from "./index.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-config-"))

test("the environment comes before the file, the file before the defaults, and secrets are hidden", () => {
  fs.writeFileSync(path.join(folder, "holdfast.yaml"), "PORT: 9000\nHOST: 127.0.0.2\n")
  const { settings, effective } = loadConfig({
    HOLDFAST_DATA: folder,
    PORT: "9001",
    MQTT_PORT: "",
    HOLDFAST_DATABASE_URL: "postgres://holdfast:secret@127.0.0.1/city",
  })
  expect(settings).toMatchObject({ PORT: 9001, HOST: "127.0.0.2", MQTT_PORT: 1883 })
  expect(effective).toContainEqual({ name: "PORT", value: "9001", from: "environment" })
  expect(effective).toContainEqual({ name: "HOST", value: "127.0.0.2", from: "file" })
  expect(JSON.stringify(effective)).not.toContain("secret")
})

test.each([
  ["postgres://holdfast@db.city:5432/holdfast", "postgres://…@db.city:5432/holdfast"],
  ["postgres://db.city/holdfast?user=holdfast&password=s3cret", "postgres://db.city/holdfast?…"],
  ["postgres://holdfast:s3@cret@db/holdfast", "postgres://…@db/holdfast"],
  ["postgres://holdfast:12/s3cret@db/holdfast", "…"],
  ["postgres://holdfast:12#s3cret@db/holdfast", "…"],
  ["postgres://holdfast:12?s3cret@db/holdfast", "…"],
  ["postgres:///holdfast?password=s3cret", "…"],
])("of %s, %s is shown", (url, value) => {
  const { effective } = loadConfig({ HOLDFAST_DATA: os.tmpdir(), HOLDFAST_DATABASE_URL: url })
  expect(effective).toContainEqual({ name: "HOLDFAST_DATABASE_URL", value, from: "environment" })
})

test.each([
  "HOLDFAST_DATABASE: postgres://holdfast:s3cret@db/holdfast\n",
  "HOLDFAST_DATABASE_URL: *s3cret\n",
  "HOLDFAST_DATABASE_URL: [s3cret\n",
  "s3cret\n",
])("a file that is refused does not say what stands in it: %j", (content) => {
  fs.writeFileSync(path.join(folder, "holdfast.yaml"), content)
  const refused = (() => {
    try {
      return loadConfig({ HOLDFAST_DATA: folder })
    } catch (error) {
      return error
    }
  })()
  expect(refused).toMatchObject({ code: "PLATFORM_CONFIG_INVALID" })
  expect(JSON.stringify((refused as { values: unknown }).values) + String(refused)).not.toContain("s3cret")
})

test("a secret that is no address is hidden whole, and a provider is named whole or not at all", () => {
  const provider = {
    HOLDFAST_OIDC_ISSUER: "https://id.example/city",
    HOLDFAST_OIDC_CLIENT_ID: "holdfast",
    HOLDFAST_OIDC_CLIENT_SECRET: "//hidden@word",
  }
  const { settings, effective } = loadConfig({ HOLDFAST_DATA: os.tmpdir(), ...provider })
  expect(settings).toMatchObject(provider)
  expect(effective).toContainEqual({ name: "HOLDFAST_OIDC_CLIENT_SECRET", value: "…", from: "environment" })
  expect(() => loadConfig({ HOLDFAST_DATA: os.tmpdir(), ...provider, HOLDFAST_OIDC_CLIENT_ID: "" })).toThrow(
    expect.objectContaining({ values: expect.objectContaining({ name: "HOLDFAST_OIDC_CLIENT_ID" }) }),
  )
})

test.each([
  [{ HOLDFAST_OIDC_ISSUER: "http://id.example" }, "HOLDFAST_OIDC_ISSUER"],
  [{ PORT: "http" }, "PORT"],
  [{ PORT: "70000" }, "PORT"],
  [{ HOLDFAST_DATABASE_URL: "mysql://x" }, "HOLDFAST_DATABASE_URL"],
  [{ HOLDFAST_TIME_ZONE: "Mars/Base" }, "HOLDFAST_TIME_ZONE"],
])("a wrong value is named: %j", (environment, name) => {
  expect(() => loadConfig({ HOLDFAST_DATA: os.tmpdir(), ...environment })).toThrow(
    expect.objectContaining({ code: "PLATFORM_CONFIG_INVALID", values: expect.objectContaining({ name }) }),
  )
})

test("a file that is not YAML, or names what is not known, is refused", () => {
  const file = path.join(folder, "holdfast.yaml")
  fs.writeFileSync(file, "PORT: [\n")
  expect(() => loadConfig({ HOLDFAST_DATA: folder })).toThrow(expect.objectContaining({ code: "PLATFORM_CONFIG_INVALID" }))
  fs.writeFileSync(file, "PROT: 8080\n")
  expect(() => loadConfig({ HOLDFAST_DATA: folder })).toThrow(
    expect.objectContaining({ values: expect.objectContaining({ name: "PROT" }) }),
  )
})

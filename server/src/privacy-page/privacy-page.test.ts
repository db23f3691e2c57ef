import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { formatsIn, languages } from "@holdfast/words"
import Fastify from "fastify"
import { afterAll, describe, expect, test } from "vitest"
import type { PrivacyManifest } from "../platform/privacy/index.ts"
import { allManifests } from "../privacy.ts"
import { guardResultFile } from "./guard-result.ts"
import { groupKept } from "./kept.ts"
import { privacyRoutes, renderPrivacy } from "./privacy-page.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-privacy-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const city = { "zh-CN": "临江市", en: "Linjiang" }
const timeZone = "Asia/Shanghai"

async function page(query = "") {
  const app = Fastify()
  app.decorateRequest("language", "zh-CN")
  await app.register(privacyRoutes({ dataFolder: folder, city, timeZone }))
  const answer = await app.inject({ url: `/privacy${query}` })
  await app.close()
  return answer
}

test.each(languages)("every purpose and reader that a module declares has words in %s", (language) => {
  const given = {
    language,
    city: city[language],
    manifest: allManifests,
    guard: undefined,
    formats: formatsIn(language, timeZone),
  }
  expect(renderPrivacy(given).text.length).toBeGreaterThan(1000)
})

describe("the page", () => {
  test("says what is kept, why, who reads it, and until when, without scripts and in less than 50 kB", async () => {
    const { body } = await page("?lang=en")
    for (const text of ["duty officer", "3 years", "12 hours after the last use", "identity.account", "It recognises no face"])
      expect(body).toContain(text)
    expect(body).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/)/)
    expect(Buffer.byteLength(body)).toBeLessThan(50_000)
    expect((await page()).body).toContain("不识别人脸")
  })
  test("says plainly that the guard did not run here, that it holds, and that it is broken", async () => {
    expect((await page("?lang=en")).body).toContain("has not been run in this installation")
    const write = (ok: boolean) =>
      fs.writeFileSync(
        guardResultFile(folder),
        JSON.stringify({ at: "2026-07-30T19:05:00.000Z", points: [{ id: "log-header", ok, violations: ok ? [] : ["x"] }] }),
      )
    write(true)
    expect((await page("?lang=en")).body).toContain("Checked Fri 31 Jul 2026, 03:05: all 1 points hold")
    write(false)
    expect((await page("?lang=en")).body).toContain("1 of 1 points are broken")
  })
})

test("columns with one promise stand together, those with another apart", () => {
  const note = { holds: "personal", purpose: "journal", readers: ["leader", "approver"], retention: "staff-action" } as const
  const manifest: PrivacyManifest = {
    "a.one": { id: "none", text: note, more: { ...note, readers: ["approver", "leader"] } },
    "b.two": { text: note, phone: { ...note, holds: "sensitive", retention: "request-contact" } },
  }
  expect(groupKept(manifest).map(({ sensitive, tables }) => [sensitive, Object.fromEntries(tables)])).toEqual([
    [false, { "a.one": 2, "b.two": 1 }],
    [true, { "b.two": 1 }],
  ])
})

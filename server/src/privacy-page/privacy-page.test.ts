import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { formatsIn, languages } from "@holdfast/words"
import Fastify from "fastify"
import { afterAll, describe, expect, test } from "vitest"
import type { PrivacyManifest } from "../platform/privacy/index.ts"
import { allManifests } from "../privacy.ts"
import { thisBuild } from "./build.ts"
import { guardPointIds } from "./guard-points.ts"
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
  test("shows every rule with what the last check of this build found, and says plainly when there was none", async () => {
    const write = (result: object | string) =>
      fs.writeFileSync(guardResultFile(folder), typeof result === "string" ? result : JSON.stringify(result))
    const points = (broken: string) =>
      guardPointIds.map((id) => ({ id, ok: id !== broken, violations: id === broken ? ["serve.request.phone"] : [] }))
    const found = (broken: string) => ({ at: "2026-07-30T19:05:00.000Z", build: thisBuild, points: points(broken) })
    const count = (body: string, text: string) => body.split(text).length - 1
    const all = guardPointIds.length

    for (const nothing of [undefined, "{", { at: "yesterday" }]) {
      if (nothing !== undefined) write(nothing)
      const { body } = await page("?lang=en")
      expect(body).toContain("has not been run in this installation")
      expect(count(body, "? <strong>not checked")).toBe(all)
    }
    write(found(""))
    const kept = (await page("?lang=en")).body
    expect(kept).toContain(`Checked Fri 31 Jul 2026, 03:05: all ${all} points hold`)
    expect(count(kept, "✓ <strong>holds")).toBe(all)
    expect((await page("?lang=zh-CN")).body).toContain(`${all} 条全部成立`)
    write(found("sealed-path"))
    const broken = (await page("?lang=en")).body
    expect(broken).toContain(`1 of ${all} points are broken`)
    expect(count(broken, "✕ <strong>broken")).toBe(1)
    expect(broken).not.toContain("serve.request.phone")
    write({ ...found(""), build: "another" })
    const other = (await page("?lang=en")).body
    expect(other).toContain("This build was not checked")
    expect(count(other, "? <strong>not checked")).toBe(all)
    // A rule that the check did not know yet is not one that holds.
    write({ ...found(""), points: points("").slice(1) })
    expect((await page("?lang=zh-CN")).body).toContain("? <strong>未检查")
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

import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { frameRules, mappingRules, sourceFailures } from "../../packages/contracts/src/index.ts"
import { AppError } from "../../packages/kernel/src/index.ts"
import { rules } from "../../packages/sensorthings/src/index.ts"
import { loadConfig } from "../../server/src/platform/config/index.ts"
import { writeErrorPage } from "./error-page.ts"
import { listErrors, wordsOf, wordsOfRule } from "./error-tables.ts"
import { listSettings, writeSettingPage } from "./setting-page.ts"
import { languages, resources } from "./words.ts"

const slotsIn = (words = "") => [...new Set([...words.matchAll(/\{\{(\w+)\}\}/g)].map(([, slot]) => slot!))]
const root = fileURLToPath(new URL("../../", import.meta.url))
const page = (name: string) => fs.readFileSync(path.join(root, "docs/reference", name), "utf8")

test("the pages of docs/reference are fresh: node tools/write-references.ts", () => {
  expect(page("errors.md")).toBe(writeErrorPage())
  expect(page("settings.md")).toBe(writeSettingPage())
})

test("every error has words in each language that use no other slots than its values", () => {
  const strange = listErrors().flatMap(({ code, values }) =>
    wordsOf(code).flatMap((words, i) => {
      if (words === undefined) return [`${code} has no words in ${languages[i]}`]
      const given = values.includes("rule") ? [...values, "brokenRule"] : values
      return slotsIn(words)
        .filter((slot) => !given.includes(slot))
        .map((slot) => `${code} in ${languages[i]}: nobody gives {{${slot}}}`)
    }),
  )
  expect(strange).toEqual([])
})

test("every rule of SensorThings, mapping files, and pictures, and every failure of a source has words in each language that use its values and no others, and no words wait for none", () => {
  const tables = [rules, mappingRules, frameRules]
  for (const [rule, values] of tables.flatMap((table) => Object.entries(table))) {
    for (const words of wordsOfRule(rule)) expect([rule, words && slotsIn(words).toSorted()]).toEqual([rule, values.toSorted()])
  }
  const named = new Set(tables.flatMap((table) => Object.keys(table)))
  expect(Object.keys(resources.en["rules"]!).toSorted()).toEqual([...named].toSorted())
  for (const language of languages) {
    const { failure } = resources[language]["sources"] as unknown as { failure: Readonly<Record<string, string>> }
    const slots = Object.fromEntries(Object.entries(failure).map(([code, words]) => [code, slotsIn(words).toSorted()]))
    expect(slots).toEqual(Object.fromEntries(Object.entries(sourceFailures).map(([code, values]) => [code, values.toSorted()])))
  }
})

test("no words wait for an error that nobody raises", () => {
  // A mistake of ours has a code and words, and no table: nobody raises it on purpose.
  const codes = new Set(["PLATFORM_INTERNAL", ...listErrors().map(({ code }) => code)])
  const words = Object.values(resources.en).flatMap(({ errors = {} }) => Object.keys(errors))
  expect(words.filter((code) => !codes.has(code))).toEqual([])
})

test("what was read from the source is what the tables give at run time", async () => {
  const read = listErrors()
  for (const file of new Set(read.map((row) => row.file).filter((name) => name.endsWith("/errors.ts")))) {
    const tables = Object.values((await import(path.join(root, file))) as Record<string, unknown>)
    const given = tables.flatMap((table) =>
      Object.values(table as Record<string, (values: object) => unknown>).map((make) => make({})),
    )
    const codes = given.map((error) => error instanceof AppError && `${error.code} ${error.kind}`).toSorted()
    const found = read.filter((row) => row.file === file).map(({ code, kind }) => `${code} ${kind}`)
    expect(found.toSorted()).toEqual(codes)
  }
})

test("every setting is on the page with the default that is in force", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-settings-"))
  const { effective } = loadConfig({ HOLDFAST_DATA: folder })
  fs.rmSync(folder, { recursive: true })
  const defaults = effective.map(({ name, value }) => ({ name, standard: value || undefined }))
  const own = (row: { name: string }) => row.name !== "HOLDFAST_DATA"
  expect(listSettings().filter(own)).toEqual(defaults.filter(own))
})

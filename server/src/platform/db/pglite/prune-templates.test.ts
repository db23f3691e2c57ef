import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { markUsed, pruneTemplates } from "./prune-templates.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-cache-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const now = new Date("2026-07-30T12:00:00Z")

function make(name: string, hoursAgo: number): void {
  fs.mkdirSync(path.join(folder, name))
  fs.writeFileSync(path.join(folder, name, "PG_VERSION"), "18\n")
  markUsed(path.join(folder, name), new Date(now.getTime() - hoursAgo * 3_600_000))
}

test("what no version uses is removed; the newest of each kind, what is in use, and strangers stay", () => {
  make("pglite-0.5.8", 900)
  make("pglite-0.5.7", 990)
  make("migrated-3db2e00798018f4a-0.5.8", 30)
  make("migrated-04f70fbc2e87eeba-0.5.8", 20)
  make("migrated-0d6a4b5a6768c972-0.5.8", 0.5)
  make("migrated-0d6a4b5a6768c972-0.5.8.Ab3dEf", 0.2)
  make("migrated-04f70fbc2e87eeba-0.5.8.x9Yz01", 2)
  make("holdfast_template_1246e65b241b6d16", 40)
  make("holdfast_template_290b9097c3b81765", 50)
  make("holdfast_template_290b9097c3b81765.4711", 50)
  make("postgis-0.2.8-0.5.8", 30)
  make("postgis-0.2.7-0.5.8", 40)
  make("vite", 900)
  const removed = [
    "holdfast_template_290b9097c3b81765",
    "holdfast_template_290b9097c3b81765.4711",
    "migrated-04f70fbc2e87eeba-0.5.8",
    "migrated-04f70fbc2e87eeba-0.5.8.x9Yz01",
    "migrated-3db2e00798018f4a-0.5.8",
    "pglite-0.5.7",
    "postgis-0.2.7-0.5.8",
  ]
  expect(pruneTemplates(folder, now).toSorted()).toEqual(removed)
  expect(fs.readdirSync(folder).toSorted()).toEqual([
    "holdfast_template_1246e65b241b6d16",
    "migrated-0d6a4b5a6768c972-0.5.8",
    "migrated-0d6a4b5a6768c972-0.5.8.Ab3dEf",
    "pglite-0.5.8",
    "postgis-0.2.8-0.5.8",
    "vite",
  ])
  expect(pruneTemplates(folder, now)).toEqual([])
})

test("a folder that is not there is no failure", () => {
  expect(pruneTemplates(path.join(folder, "none"), now)).toEqual([])
})

import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { ObservedProperty, type Pack } from "../../packages/contracts/src/index.ts"
import { retentionDays } from "../../server/src/platform/log/index.ts"
import { loadPacks } from "../../server/src/platform/packs/index.ts"
import { allManifests } from "../../server/src/privacy.ts"
import { type LivedFacts, liveAYear } from "./live-a-year.ts"
import type { NightFacts } from "./night-facts.ts"
import { playNight } from "./play-night.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folders = ["packages", "server/src", "cli/src", "web/src"]

/** Everything that the points of the guard look at. */
export interface GuardFacts extends LivedFacts {
  readonly manifest: { readonly [table: string]: { readonly [column: string]: "none" | { readonly retention: string } } }
  /** Days by class; null is for ever. */
  readonly retentionDays: { readonly [retention: string]: number | null }
  /** Program text by its path from the root, with forward slashes; tests are left out. */
  readonly sources: ReadonlyMap<string, string>
  readonly packs: readonly Pack[]
  /** What a stormy night left in a real drill and in the live city beside it. */
  readonly night: NightFacts
  /** Whether the register of observed properties takes this one. */
  readonly acceptsProperty: (candidate: unknown) => boolean
}

/** Reads the program as it is, lets a year pass in a database of its own, and a stormy night in a drill beside a live city. */
export async function gatherFacts(): Promise<GuardFacts> {
  const [lived, night] = await Promise.all([liveAYear(retentionDays), playNight({ manifest: allManifests, retentionDays })])
  return {
    ...lived,
    night,
    manifest: allManifests,
    retentionDays,
    sources: readSources(),
    packs: loadPacks(path.join(root, "packs")).all,
    acceptsProperty: (candidate) => ObservedProperty.safeParse(candidate).success,
  }
}

function readSources(): Map<string, string> {
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name.replaceAll(path.sep, "/")}`),
  )
  const own = files.filter(
    (name) => /\.(ts|tsx|js|css|html|sql)$/.test(name) && !/\.test\.tsx?$|\/(node_modules|dist|test)\//.test(name),
  )
  return new Map(own.map((name) => [name, fs.readFileSync(path.join(root, name), "utf8")]))
}

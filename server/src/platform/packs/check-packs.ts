import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import type { Pack } from "@holdfast/contracts"
import { packsErrors } from "./errors.ts"
import type { PackProblem } from "./problem.ts"
import { readPack } from "./read-pack.ts"

const FILE = "pack.yaml"

export interface CheckedPacks {
  readonly packs: readonly Pack[]
  readonly problems: readonly PackProblem[]
}

/**
 * Everything that is wrong in the packs of a folder, each with file, line, rule, and what the words need. A folder without
 * `pack.yaml` is not a pack. Throws `PACKS_FOLDER_NOT_FOUND`.
 */
export function checkPacks(folder: string | URL): readonly PackProblem[] {
  return readPacks(folder).problems
}

/** As `checkPacks`, with the packs whose shape is right, in the order of their names. */
export function readPacks(folder: string | URL): CheckedPacks {
  const root = typeof folder === "string" ? folder : fileURLToPath(folder)
  if (!fs.existsSync(root)) throw packsErrors.FOLDER_NOT_FOUND({ folder: root })
  const files = fs
    .readdirSync(root)
    .toSorted()
    .map((name) => path.join(root, name, FILE))
    .filter((file) => fs.existsSync(file))
  const read = files.map((file) => ({ file, ...readPack(file) }))
  const problems = read.flatMap((one) => one.problems)
  const hazards = new Map<string, string>()
  for (const { file, pack } of read) {
    if (!pack) continue
    const other = hazards.get(pack.hazard)
    if (other) problems.push({ file, line: 1, path: "hazard", rule: "hazard-twice", values: { value: pack.hazard, other } })
    else hazards.set(pack.hazard, file)
  }
  return { packs: read.flatMap(({ pack }) => pack ?? []), problems }
}

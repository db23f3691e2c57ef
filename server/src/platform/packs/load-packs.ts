import type { Pack } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { readPacks } from "./check-packs.ts"
import { packsErrors } from "./errors.ts"
import { problemWords } from "./problem-words.ts"

/** The packs of this city, by hazard. */
export interface Packs {
  readonly all: readonly Pack[]
  find(hazard: string): Pack | undefined
}

/**
 * Reads the packs of a folder. One problem refuses them all, because a city must not start with half of its rules: throws
 * `PACKS_INVALID` with the first, worded in `language`; `holdfast packs check` lists the rest.
 */
export function loadPacks(folder: string | URL, language: Language = "en"): Packs {
  const { packs, problems } = readPacks(folder)
  const [first] = problems
  if (first) throw packsErrors.INVALID({ file: first.file, line: first.line, ...problemWords(language, first) })
  const byHazard = new Map(packs.map((pack) => [pack.hazard, pack]))
  return { all: packs, find: (hazard) => byHazard.get(hazard) }
}

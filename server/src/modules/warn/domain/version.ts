import { createHash } from "node:crypto"
import type { PackWarning } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import { textFields } from "./musts.ts"
import type { StoredWarning } from "./warning.ts"

/**
 * Stands for everything that a second person approves, so that nobody approves what they did not read. `replaces` are the codes of
 * the warnings that it would take the place of; a draft names none, or it would change under its author.
 */
export function versionOf(warning: StoredWarning, pack: PackWarning | undefined, replaces: readonly string[]): string {
  const { kind, hazard, level, areas, urgency, certainty, onset, expires, texts, follows } = warning
  // Fields one by one, because the database keeps the keys of an object in an order of its own.
  const content = [
    kind,
    hazard,
    pack && [pack.category, ...languages.map((language) => pack.event[language]), pack.levels[level].severity],
    level,
    areas.map(({ id, name }) => [id, ...languages.map((language) => name[language])]),
    urgency,
    certainty,
    onset.toISOString(),
    expires.toISOString(),
    languages.map((language) => textFields.map((field) => texts[language][field])),
    follows,
    replaces.toSorted(),
  ]
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22)
}

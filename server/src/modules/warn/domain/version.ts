import { createHash } from "node:crypto"
import type { PackWarning, WarningResource } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import { textFields } from "./coach/index.ts"
import type { StoredWarning } from "./warning.ts"

/**
 * Stands for everything that a second person approves, so that nobody approves what they did not read. `replaces` are the codes of
 * the warnings that it would take the place of; a draft names none, or it would change under its author.
 */
export function versionOf(warning: StoredWarning, pack: PackWarning | undefined, replaces: readonly string[]): string {
  const { kind, hazard, level, areas, shapes, urgency, certainty, onset, expires, texts, written, resources, follows } = warning
  // Its author names the original beside the draft, and a draft's version is what its editor holds on to.
  const source = warning.state === "draft" || !warning.original ? [] : [[warning.original.reference]]
  // Fields one by one, because the database keeps the keys of an object in an order of its own.
  const content = [
    kind,
    hazard,
    pack && [pack.category, ...languages.map((language) => pack.event[language]), pack.levels[level].severity],
    level,
    areas.map(({ id, name }) => [id, ...languages.map((language) => name[language])]),
    shapes.map(({ id, name, geometry, origin, system }) => [
      id,
      ...languages.map((language) => name[language]),
      geometry.type === "Circle" ? [geometry.center, geometry.radiusKm] : geometry.coordinates,
      origin,
      system,
    ]),
    urgency,
    certainty,
    onset.toISOString(),
    expires.toISOString(),
    languages.map((language) => textFields.map((field) => texts[language][field])),
    written && languages.map((language) => textFields.map((field) => written[language][field])),
    follows,
    replaces.toSorted(),
    ...source,
    ...(resources.length > 0 ? [resources.map(contentOf)] : []),
  ]
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22)
}

function contentOf(resource: WarningResource): readonly string[] {
  const what = resource.kind === "video" ? [resource.uri] : [resource.picture, resource.digest]
  return [resource.kind, ...what, ...languages.map((language) => resource.alternative[language])]
}

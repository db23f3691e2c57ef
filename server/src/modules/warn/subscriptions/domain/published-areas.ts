import type { Area } from "@holdfast/contracts"
import { isInside } from "../../domain/warning.ts"

/** Fewer residents than this make an area point at people. */
const RESIDENTS_MIN = 500

/** An area that may be subscribed to now. */
function isPublished({ kind, population }: Pick<Area, "kind" | "population">): boolean {
  return kind === "city" || (kind !== "cell" && population !== null && population >= RESIDENTS_MIN)
}

/**
 * The area that is offered for a place: itself, or the next larger one in which at least 500 people live. Undefined for a place that
 * does not exist.
 */
export function offeredFor(id: string, find: (id: string) => Area | undefined): Area | undefined {
  const area = find(id)
  if (!area || isPublished(area)) return area
  return area.parent === null ? undefined : offeredFor(area.parent, find)
}

/**
 * The areas that a warning for these concerns and that somebody may have subscribed to: inside one of them, around one, or the same.
 * How many people live there counts only for who asks anew: with a new figure nobody loses what they have.
 */
export function publishedAreasFor(ids: readonly string[], all: readonly Area[]): string[] {
  const asked = ids.map((id) => ({ id }))
  return all
    .filter((area) => area.kind !== "cell" && (isInside(area.id, asked) || ids.some((id) => isInside(id, [area]))))
    .map(({ id }) => id)
}

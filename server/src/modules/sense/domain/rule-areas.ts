import type { Area, AreaRef, PackRule } from "@holdfast/contracts"
import type { Thing } from "./catalogue.ts"

/** As much of the area tree as rules need; undefined for an area that does not exist. */
export type FindArea = (id: string) => Pick<Area, "id" | "kind" | "name" | "parent"> | undefined

/** Whether a rule is about what is measured here; a rule about rules is about what they are about. */
export function hears(
  { rule, parts = [] }: { readonly rule: PackRule; readonly parts?: readonly PackRule[] | undefined },
  property: string,
): boolean {
  return rule.over === "rules" ? parts.some((part) => part.property === property) : rule.property === property
}

/**
 * For which areas a rule hears a thing: where a warning would go. None when the thing stands outside the city and nobody named
 * an area for it.
 */
export function areasFor(
  { area: wanted = "smallest" }: Pick<PackRule, "area">,
  { key, area }: Pick<Thing, "key" | "area">,
  find: FindArea,
): AreaRef[] {
  if (wanted === "smallest") return area ? [area] : []
  if (wanted === "district") return area ? [districtOf(area, find)] : []
  const { areas, stations } = wanted
  const heard = stations
    ? areas.filter(() => stations.includes(key))
    : areas.filter((id) => area !== undefined && (area.id === id || area.id.startsWith(`${id}/`)))
  return heard.flatMap((id) => {
    const found = find(id)
    return found ? [{ id, name: found.name }] : []
  })
}

function districtOf(area: AreaRef, find: FindArea): AreaRef {
  let found = find(area.id)
  while (found && found.kind !== "district" && found.parent !== null) found = find(found.parent)
  // An area above the districts, or one that the tree does not know, speaks for itself.
  return found?.kind === "district" ? { id: found.id, name: found.name } : area
}

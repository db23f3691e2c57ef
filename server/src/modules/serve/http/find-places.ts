import type { Site } from "@holdfast/contracts"
import { type Language, languages } from "@holdfast/words"
import type { Places } from "../places.ts"
import { areaName } from "./place-of.ts"

/** A street or a well-known place that somebody searched for. */
export interface FoundPlace {
  /** Its id, as the button sends it back. */
  readonly key: string
  /** The street that it lies in; empty when it lies in none. */
  readonly area: string
  readonly name: string
  readonly around: string
}

const FOUND_MAX = 8
/** Places that everybody may name. A business or a store is nobody's landmark, and nothing here is a dwelling. */
const landmarks: Site["kind"][] = ["school", "hospital", "shelter", "venue", "underpass", "bridge", "pump-station"]

/** Streets and landmarks whose name holds what was typed, in either language: those that begin with it first. */
export async function findPlaces(places: Places, typed: string, language: Language): Promise<FoundPlace[]> {
  const wanted = typed.toLocaleLowerCase()
  if (wanted === "") return []
  const rank = (names: Readonly<Record<Language, string>>) => {
    const at = languages.map((each) => names[each].toLocaleLowerCase().indexOf(wanted)).filter((index) => index >= 0)
    return at.length > 0 ? Math.min(...at) : -1
  }
  const streets = places.listAreas("street").map(({ id, name }) => ({ key: id, area: id, name }))
  const sites = (await places.listSites({ kinds: landmarks })).map(({ id, area, name }) => ({
    key: id,
    area: streetOf(places, area),
    name,
  }))
  return [...streets, ...sites]
    .map((place) => ({ ...place, rank: rank(place.name) }))
    .filter((place) => place.rank >= 0)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, FOUND_MAX)
    .map(({ key, area, name }) => ({
      key,
      area,
      name: name[language],
      around: area && area !== key ? areaName(area, places, language) : "",
    }))
}

/** What a button of the search meant. */
export async function findPlace(places: Places, key: string, language: Language): Promise<FoundPlace | undefined> {
  const street = places.listAreas("street").find(({ id }) => id === key)
  if (street) return { key, area: key, name: street.name[language], around: "" }
  const site = (await places.listSites({ kinds: landmarks })).find(({ id }) => id === key)
  return site && { key, area: streetOf(places, site.area), name: site.name[language], around: "" }
}

function streetOf(places: Places, id: string): string {
  for (let area = places.getArea(id); ; area = places.getArea(area.parent)) {
    if (area.kind === "street") return area.id
    if (area.parent === null) return ""
  }
}

import type { Language } from "@holdfast/words"
import type { ServiceRequest } from "../domain/request.ts"
import type { Places } from "../places.ts"

/** Where it is: district and street in the reader's language, then the reporter's own words. */
export function placeOf({ area, place }: Pick<ServiceRequest, "area" | "place">, places: Places, language: Language): string {
  return [area && areaName(area, places, language), place].filter(Boolean).join(" · ")
}

/** The names of an area and of what it lies in, below the city, largest first. */
export function areaName(id: string, places: Places, language: Language): string {
  const names: string[] = []
  for (let area = places.getArea(id); area.kind !== "city"; area = places.getArea(area.parent)) {
    names.unshift(area.name[language])
    if (area.parent === null) break
  }
  return names.join(" ")
}

/** What the rule needs to know of an area. */
export interface CountedArea {
  readonly id: string
  readonly parent: string | null
  readonly population: number
}

/** Fewer than these are a household or two, and whoever knows the place knows who. */
const FEWEST_PUBLISHED = 10
const ROUNDED_TO = 5

/**
 * Residents of each area as everybody may read them: rounded to 5, and null where fewer than 10 live. The smallest other part of
 * the same whole is withheld with a single withheld one, or the whole less the others would give it away; what lies inside a
 * withheld area is withheld too, for the same reason. An area where nobody lives says so.
 */
export function publishedPopulation(areas: readonly CountedArea[]): ReadonlyMap<string, number | null> {
  const parts = Map.groupBy(areas, ({ parent }) => parent)
  const published = new Map<string, number | null>()
  const publish = (parent: string | null, withheld: boolean): void => {
    const siblings = parts.get(parent) ?? []
    const hidden = new Set(withheld ? siblings : tooSmall(siblings))
    for (const area of siblings) {
      published.set(area.id, hidden.has(area) ? null : Math.round(area.population / ROUNDED_TO) * ROUNDED_TO)
      publish(area.id, hidden.has(area))
    }
  }
  publish(null, false)
  return published
}

function tooSmall(siblings: readonly CountedArea[]): CountedArea[] {
  const lived = siblings.filter(({ population }) => population > 0).toSorted((a, b) => a.population - b.population)
  const small = lived.filter(({ population }) => population < FEWEST_PUBLISHED)
  return small.length === 1 ? lived.slice(0, 2) : small
}

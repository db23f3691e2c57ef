import type { Area } from "@holdfast/contracts"
import {
  type Bounds,
  boundsHold,
  boundsOf,
  type LonLat,
  type MultiPolygon,
  pointInMultiPolygon,
  polygonAreaM2,
} from "@holdfast/geo"

export interface AreaWithShape extends Omit<Area, "population"> {
  /** Every one of them, as it was imported; what is published of it is another thing. */
  readonly population: number
  readonly shape: MultiPolygon
}

/** An area as it comes from a file or a generator, before its box and middle are measured. */
export interface NewArea {
  readonly id: string
  readonly kind: Area["kind"]
  readonly name: Area["name"]
  readonly parent: string | null
  readonly population: number
  readonly shape: MultiPolygon
}

const rank: Record<Area["kind"], number> = { city: 0, district: 1, street: 2, cell: 3 }

/** All areas of a city, in memory. A new tree is built when areas change. */
export class AreaTree {
  readonly #areas: ReadonlyMap<string, AreaWithShape>
  readonly #children: ReadonlyMap<string, readonly AreaWithShape[]>
  readonly #roots: readonly AreaWithShape[]

  constructor(areas: Iterable<NewArea>) {
    const all = Array.from(areas, measured).toSorted((a, b) => rank[a.kind] - rank[b.kind])
    this.#areas = new Map(all.map((area) => [area.id, area]))
    this.#children = Map.groupBy(all, ({ parent }) => parent ?? "")
    this.#roots = this.#children.get("") ?? []
  }

  get size(): number {
    return this.#areas.size
  }

  find(id: string): AreaWithShape | undefined {
    return this.#areas.get(id)
  }

  list(kind?: Area["kind"]): AreaWithShape[] {
    const all = [...this.#areas.values()]
    return kind ? all.filter((area) => area.kind === kind) : all
  }

  /** The smallest area that holds the point: down the tree from the city, as far as one does. */
  at(point: LonLat): AreaWithShape | undefined {
    let found: AreaWithShape | undefined
    for (let level = this.#roots; ; ) {
      const next = level.find((area) => boundsHold(area.bounds, point) && pointInMultiPolygon(point, area.shape))
      if (!next) return found
      found = next
      level = this.#children.get(next.id) ?? []
    }
  }

  /** The given areas without those that lie inside another of them, so that nobody is counted twice. */
  topmost(ids: readonly string[]): string[] {
    const chosen = new Set(ids)
    return [...chosen].filter((id) => {
      for (let parent = this.find(id)?.parent; parent; parent = this.find(parent)?.parent) if (chosen.has(parent)) return false
      return true
    })
  }
}

/** @param population as it is published */
export function toContract({ id, kind, name, parent, bounds, center }: AreaWithShape, population: Area["population"]): Area {
  return { id, kind, name, parent, population, bounds, center }
}

function measured(area: NewArea): AreaWithShape {
  const bounds: Bounds = boundsOf(area.shape.flatMap(([outer]) => outer ?? []))
  const [west, south, east, north] = bounds
  return { ...area, bounds: [west, south, east, north], center: middleOf(area.shape) }
}

/** A point well inside the largest part: the middle of the widest stretch that a few lines from west to east cut out of it. */
function middleOf(shape: MultiPolygon): [number, number] {
  const largest = shape.reduce((best, part) => (polygonAreaM2(part) > polygonAreaM2(best) ? part : best))
  const [, south, , north] = boundsOf(largest[0] ?? [])
  let best: { at: [number, number]; score: number } = { at: [...largest[0]![0]!] as [number, number], score: -1 }
  for (let i = 1; i < 12; i += 1) {
    const lat = south + ((north - south) * i) / 12
    const cuts = largest
      .flatMap((ring) =>
        ring.slice(1).flatMap(([x2, y2], k) => {
          const [x1, y1] = ring[k]!
          return y1 <= lat !== y2 <= lat ? [x1 + ((x2 - x1) * (lat - y1)) / (y2 - y1)] : []
        }),
      )
      .toSorted((a, b) => a - b)
    // Lines near the middle count more, or a wide foot would win over the body.
    const weight = 1 - Math.abs(i - 6) / 9
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const score = (cuts[k + 1]! - cuts[k]!) * weight
      if (score > best.score) best = { at: [(cuts[k]! + cuts[k + 1]!) / 2, lat], score }
    }
  }
  return [Math.round(best.at[0] * 1e6) / 1e6, Math.round(best.at[1] * 1e6) / 1e6]
}

import type { Area, SubscriptionChoice } from "@holdfast/contracts"
import { type LonLat, type MultiPolygon, type Polygon, toWkbHex } from "@holdfast/geo"
import { Random } from "@holdfast/kernel"
import { AreaIndex, Population, planarPolygons, type ReachArea, stencilsOf } from "@holdfast/reach"
import { sql } from "kysely"
import { describe, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { startSubscriptions } from "../subscriptions/index.ts"
import { startReach } from "./index.ts"
import { digestOfSet } from "./set-digest.ts"

const { world, clock } = await openTestWorld()

describe("the index in memory and PostGIS find the same", () => {
  const hex = (polygons: MultiPolygon) => toWkbHex({ type: "MultiPolygon", coordinates: polygons })
  const sound = async (polygons: readonly Polygon[]): Promise<Polygon[]> => {
    const { rows } = await sql<{ sound: boolean }>`
      select st_isvalid(shape::geometry) as sound
      from unnest(${polygons.map((polygon) => hex([polygon]))}::text[]) with ordinality as given (shape, place)
      order by place`.execute(world.db.query)
    return polygons.filter((_, i) => rows[i]!.sound)
  }
  const touchedBy = async (areas: readonly MultiPolygon[], shape: readonly Polygon[]): Promise<number[]> => {
    const { rows } = await sql<{ place: number }>`
      select place::int as place
      from unnest(${areas.map(hex)}::text[]) with ordinality as area (shape, place)
      where exists (
        select from unnest(${shape.map((polygon) => hex([polygon]))}::text[]) as part (shape)
        where st_intersects(area.shape::geometry, part.shape::geometry)
      )
      order by place`.execute(world.db.query)
    return rows.map(({ place }) => place - 1)
  }
  const foundIn = (areas: readonly MultiPolygon[], shape: readonly Polygon[]): number[] => {
    const index = new AreaIndex(areas.map((area, i) => ({ id: String(i), shape: area })))
    return Array.from(index.find(stencilsOf(shape)), (place) => Number(index.ids[place]!)).toSorted((a, b) => a - b)
  }

  test("of borders on a lattice, which touch in corners, along sides, and from inside", async () => {
    for (let seed = 1; seed <= 2; seed += 1) {
      const random = new Random(seed)
      const points = (count: number, size: number): LonLat[] => {
        const [x, y] = [random.int(14), random.int(14)]
        return Array.from({ length: count }, () => [x + random.int(size), y + random.int(size)])
      }
      const ring = (count: number, size: number) => {
        const corners = points(count, size)
        return [...corners, corners[0]!]
      }
      const areas = await sound(Array.from({ length: 150 }, () => [ring(3 + random.int(2), 6)]))
      const shapes = await sound(
        Array.from({ length: 80 }, () => (random.chance(0.5) ? [ring(4, 16)] : [ring(3, 16), ring(3, 8)])),
      )
      expect([areas.length > 30, shapes.length > 5]).toEqual([true, true])
      const all = areas.map((area): MultiPolygon => [area])
      for (const shape of shapes.slice(0, 25))
        expect(foundIn(all, [shape]), `seed ${seed}, ${JSON.stringify(shape)}`).toEqual(await touchedBy(all, [shape]))
    }
  })

  test("of areas that share borders of any numbers, asked with stars, holes, circles, outlines, across the date line", async () => {
    const random = new Random(7)
    const areas = mesh(random)
    for (let i = 0; i < 40; i += 1) {
      const shape = planarPolygons([question(random, i, areas)])
      expect(foundIn(areas, shape), `shape ${i}`).toEqual(await touchedBy(areas, shape))
    }
  })

  test("of residents, on the border too, each once where shapes overlap", async () => {
    const random = new Random(8)
    const cells = Array.from({ length: 3_000 }, () => ({
      at: [random.int(200) / 10, random.int(200) / 10] as const,
      residents: random.int(90),
    }))
    const population = new Population({
      lon: Float64Array.from(cells, ({ at }) => at[0]),
      lat: Float64Array.from(cells, ({ at }) => at[1]),
      residents: Uint32Array.from(cells, ({ residents }) => residents),
    })
    for (let i = 0; i < 10; i += 1) {
      const box = (): Polygon => {
        const [x, y, size] = [random.int(150) / 10, random.int(150) / 10, 1 + random.int(40) / 10]
        const corners: LonLat[] = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]] // biome-ignore format: one ring
        return [corners]
      }
      const shape = [box(), box(), ...planarPolygons([{ polygons: [], circles: [{ center: [10, 10], radiusKm: 300 }] }])]
      const { rows } = await sql<{ residents: number }>`
        select sum(residents)::int as residents
        from unnest(
          ${cells.map(({ at }) => toWkbHex({ type: "Point", coordinates: at }))}::text[],
          ${cells.map(({ residents }) => residents)}::int[]
        ) as cell (at, residents)
        where exists (
          select from unnest(${shape.map((polygon) => hex([polygon]))}::text[]) as part (shape)
          where st_intersects(cell.at::geometry, part.shape::geometry)
        )`.execute(world.db.query)
      expect(population.count(stencilsOf(shape)), `shape ${i}`).toBe(rows[0]!.residents)
    }
  })
})

describe("what residents subscribed to", () => {
  const area = (id: string): Area => ({
    id,
    kind: id.includes("/") ? "district" : "city",
    name: { "zh-CN": id, en: id },
    parent: id.includes("/") ? "c" : null,
    population: 300_000,
    bounds: [113, 30, 114, 31],
    center: [113, 30],
  })
  const areas = [area("c"), area("c/xihe"), area("c/donghu")]

  test("is matched from memory as the table has it, through every change, and from the table before", async () => {
    const subscriptions = await startSubscriptions({
      world,
      places: { findArea: (id) => areas.find((one) => one.id === id), listAreas: () => areas },
      knowsHazard: () => true,
      timeZone: "Asia/Shanghai",
      publicUrl: "https://linjiang.example",
    })
    const choice: SubscriptionChoice = { area: "c/xihe", language: "en", hazards: null, minLevel: "blue", quiet: null }
    const wish = (change: Partial<SubscriptionChoice> = {}) =>
      subscriptions.subscribe({ choice: { ...choice, ...change }, via: "web-push", address: "https://push.example/a" })
    const first = await wish()
    await wish({ hazards: ["smoke"] })
    const errors: unknown[] = []
    const reach = startReach({ world, subscriptions, onError: (error) => errors.push(error) })
    const asked = { areas: subscriptions.publishedAreasFor(["c/xihe"]), hazard: "rainstorm", level: "orange" } as const
    expect(reach.match(asked)).toBeUndefined()
    expect(await reach.count(asked.areas)).toEqual({ fewerThan: 20 })
    // What comes while it fills is in it too.
    const late = await wish({ minLevel: "orange" })

    const numbers = async (hazard: string) => {
      const { rows } = await sql<{ number: number }>`
        select number from warn.subscription
        where area in ('c', 'c/xihe') and min_level <= 3 and (hazards is null or ${hazard} = any(hazards))`.execute(
        world.db.query,
      )
      return Uint32Array.from(rows, ({ number }) => number)
    }
    const assertSame = async (hazard: string, count: number) => {
      await reach.settled()
      const expected = await numbers(hazard)
      expect(reach.match({ ...asked, hazard })).toEqual({ count, digest: digestOfSet(expected) })
      expect(expected).toHaveLength(count)
    }
    await assertSame("rainstorm", 2)
    await assertSame("smoke", 3)
    await subscriptions.change(late.code, { ...choice, area: "c/donghu" })
    await assertSame("rainstorm", 1)
    await subscriptions.change(late.code, { ...choice, area: "c" })
    await assertSame("rainstorm", 2)
    await subscriptions.unsubscribe(first.code)
    await assertSame("rainstorm", 1)
    for (let i = 0; i < 24; i += 1) await wish()
    await assertSame("rainstorm", 25)
    // 26 whatever they asked for, and one more or one less does not show.
    expect(await reach.count(["c/xihe"])).toEqual({ about: 30 })
    const more = await wish({ hazards: ["smoke"], minLevel: "red" })
    await reach.settled()
    expect(await reach.count(["c/xihe"])).toEqual({ about: 30 })
    await subscriptions.unsubscribe(more.code)

    // Whoever looks at theirs after eleven months keeps it for twelve more; the others run out.
    clock.advanceTo(new Date(clock.now().getTime() + 334 * 86_400_000))
    await subscriptions.open(late.code)
    clock.advanceTo(new Date(clock.now().getTime() + 32 * 86_400_000))
    await reach.settled()
    expect(reach.match(asked)!.count).toBe(1)
    reach.sweep(clock.now())
    await subscriptions.expire(clock.now(), [])
    await assertSame("rainstorm", 1)
    await reach.stop()
    expect(errors).toEqual([])
  })
})

/** A mesh on both sides of the date line: neighbours share corners of any numbers, some areas have a hole in which another lies. */
function mesh(random: Random): MultiPolygon[] {
  const [columns, rows] = [14, 8]
  const corners = Array.from({ length: (columns + 1) * (rows + 1) }, (_, k): LonLat => {
    const column = k % (columns + 1)
    const lon = 173 + column + (column === 7 ? 0 : random.between(-0.3, 0.3))
    return [lon, 10 + Math.floor(k / (columns + 1)) + random.between(-0.3, 0.3)]
  })
  return Array.from({ length: columns * rows }, (_, k) => {
    const column = k % columns
    const at = Math.floor(k / columns) * (columns + 1) + column
    const outer = [at, at + 1, at + columns + 2, at + columns + 1, at].map((i) => corners[i]!)
    const [x, y] = [0, 1].map((axis) => outer.slice(1).reduce((sum, corner) => sum + corner[axis]! / 4, 0)) as [number, number]
    const hole = [0, 1, 2, 3, 4, 0].map((i): LonLat => [x + 0.1 * Math.cos(1.2566 * i), y + 0.1 * Math.sin(1.2566 * i)])
    const earth = (ring: LonLat[]) => (column < 7 ? ring : ring.map(([lon, lat]): LonLat => [lon - 360, lat]))
    return { outer: earth(outer), hole: earth(hole), isHollow: k % 5 === 0 }
  }).flatMap(({ outer, hole, isHollow }): MultiPolygon[] => (isHollow ? [[[outer, hole]], [[hole]]] : [[[outer]]]))
}

function question(random: Random, i: number, areas: readonly MultiPolygon[]): ReachArea {
  const center: LonLat = [173 + random.float() * 14, 10 + random.float() * 8]
  const wrapped = ([lon, lat]: LonLat): LonLat => [lon > 180 ? lon - 360 : lon, lat]
  if (i % 4 === 0) return { polygons: [], circles: [{ center: wrapped(center), radiusKm: random.between(0, 400) }] }
  if (i % 4 === 1) return { polygons: random.pick(areas), circles: [] }
  const radii = Array.from({ length: 20 + random.int(200) }, () => random.between(0.6, 1) * 3)
  const star = (share: number) => {
    const ring = radii.map((radius, k): LonLat => {
      const angle = (k * 2 * Math.PI) / radii.length
      return wrapped([center[0] + share * radius * Math.cos(angle), center[1] + share * radius * Math.sin(angle)])
    })
    return [...ring, ring[0]!]
  }
  return { polygons: [i % 4 === 2 ? [star(1)] : [star(1), star(0.5)]], circles: [] }
}

import type { Area, AreaRef, AreaSummary, GroundReading, LogEvent, NamedLine, OutsideShape, Site } from "@holdfast/contracts"
import type { LonLat, MultiPolygon, Tile } from "@holdfast/geo"
import { LOG_SUBJECT } from "../../platform/log/index.ts"
import type { CityModule, World } from "../../platform/world/index.ts"
import { openBasemap } from "./basemap.ts"
import { AreaTree, toContract } from "./domain/area-tree.ts"
import { MapTiles } from "./domain/map-tiles.ts"
import { nameGround } from "./domain/name-ground.ts"
import { publishedPopulation } from "./domain/published-population.ts"
import { placesErrors } from "./errors.ts"
import { type FoundedCity, foundCity } from "./found-city.ts"
import { Hillshade } from "./hillshade.ts"
import { basemapRoutes } from "./http/basemap-routes.ts"
import { placesRoutes } from "./http/places-routes.ts"
import { tileRoutes } from "./http/tile-routes.ts"
import { Outlines } from "./outlines.ts"
import { listAllAreas, listDistrictsTouching, listNeighbours, uniteAreas } from "./store/area-store.ts"
import { listBaseMap } from "./store/base-map-store.ts"
import {
  countSitesOn,
  type Ground,
  listNamedLines,
  listTouched,
  measureGround,
  widenArea,
  widenLine,
} from "./store/ground-store.ts"
import { countSites, listSites } from "./store/site-store.ts"
import { type CachedTile, TileCache } from "./tile-cache.ts"

export interface PlacesModule extends CityModule {
  /** From memory. Throws `PLACES_AREA_NOT_FOUND`. */
  getArea(id: string): Area
  /** From memory; undefined for an area that does not exist. */
  findArea(id: string): Area | undefined
  /** The smallest area that holds the point, usually a grid cell. */
  findAreaAt(at: LonLat): Area | undefined
  listAreas(kind?: Area["kind"]): Area[]
  /** Sites by kind and by area, everything below the area included. */
  listSites(filter: { kinds?: string[]; area?: string }): Promise<Site[]>
  /** Who and what is inside the areas, each counted once, and which neighbours of the same kind are not. */
  summarize(areaIds: readonly string[]): Promise<AreaSummary>
  /** As `summarize`, for everybody: residents are the sum of what is published of each area. */
  summarizePublished(areaIds: readonly string[]): Promise<AreaSummary>
  /** The areas as one shape: coordinates of a GeoJSON MultiPolygon, the very same object until the areas change. */
  outline(areaIds: readonly string[]): Promise<[number, number][][][]>
  /** The districts that a shape touches, or the city when it touches all of them; empty for one that lies elsewhere. */
  areasTouching(shape: OutsideShape): Promise<AreaRef[]>
  /** Where a ground lies, in names; who and what is on it. Shapes are valid. */
  readGround(ground: Ground): Promise<GroundReading>
  /** Rivers, lakes, roads, and railways of the base map with a name, longest first. */
  listLines(): Promise<NamedLine[]>
  /** Everything within a distance of a named line, or of an area; undefined when there is none of that name. */
  around(from: { readonly line: string } | { readonly area: string }, metres: number): Promise<MultiPolygon | undefined>
  /** A vector tile, packed with gzip. */
  tile(tile: Tile): CachedTile
  readonly hillshade: Hillshade
  /** Founds a made-up city where there is none. */
  foundCity(city: FoundedCity): Promise<void>
}

const AREAS_AT_ONCE_MAX = 500

/** Loads the area tree and the map into memory and keeps them there until an import changes them. */
export async function startPlaces({
  world,
  basemapFile,
  onError,
}: {
  world: World
  /** A PMTiles file to draw under everything; undefined for none. What is wrong with it stops the start. */
  basemapFile?: string | undefined
  onError?: (error: unknown) => void
}): Promise<PlacesModule> {
  const basemap = basemapFile === undefined ? undefined : await openBasemap(basemapFile)
  let tree = new AreaTree([])
  let published = publishedPopulation([])
  const tiles = new TileCache()
  const hillshade = new Hillshade(world)
  const outlines = new Outlines(async (ids) => {
    const shape = await uniteAreas(world.db.query, ids)
    return shape.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])))
  })
  const load = async () => {
    tree = new AreaTree(await listAllAreas(world.db.query))
    published = publishedPopulation(tree.list())
    const [sites, base] = [await listSites(world.db.query, {}), await listBaseMap(world.db.query)]
    tiles.replace(new MapTiles({ tree, sites, base }))
    hillshade.forget()
    outlines.forget()
  }
  const getShape = (id: string) => {
    const found = tree.find(id)
    if (!found) throw placesErrors.AREA_NOT_FOUND({ area: id })
    return found
  }
  const contractOf = (area: ReturnType<typeof getShape>) => toContract(area, published.get(area.id) ?? null)
  const checked = (ids: readonly string[]) => {
    if (ids.length > AREAS_AT_ONCE_MAX) throw placesErrors.TOO_MANY_AREAS({ count: ids.length, limit: AREAS_AT_ONCE_MAX })
    for (const id of ids) getShape(id)
    return tree.topmost(ids)
  }
  const summarize = async (areaIds: readonly string[], residents: (id: string) => number): Promise<AreaSummary> => {
    const ids = checked(areaIds)
    const neighbours = await listNeighbours(world.db.query, ids)
    return {
      population: ids.reduce((sum, id) => sum + residents(id), 0),
      sites: await countSites(world.db.query, ids),
      neighbours: neighbours.map((id) => ({ id, name: getShape(id).name })),
    }
  }
  await load()
  // The command line imports without this module; the log tells.
  let loading: Promise<void> = Promise.resolve()
  const leave = world.bus.subscribe(LOG_SUBJECT, (payload) => {
    const { module, verb } = payload as LogEvent
    if (module === "places" && verb === "import") loading = loading.then(load).catch((error: unknown) => onError?.(error))
  })

  const places: PlacesModule = {
    routes: [],
    getArea: (id) => contractOf(getShape(id)),
    findArea: (id) => {
      const found = tree.find(id)
      return found && contractOf(found)
    },
    findAreaAt: (at) => {
      const found = tree.at(at)
      return found && contractOf(found)
    },
    listAreas: (kind) => tree.list(kind).map(contractOf),
    listSites: (filter) => listSites(world.db.query, filter),
    summarize: (areaIds) => summarize(areaIds, (id) => getShape(id).population),
    summarizePublished: (areaIds) => summarize(areaIds, (id) => published.get(id) ?? 0),
    outline: async (areaIds) => outlines.get(checked(areaIds)),
    areasTouching: async (shape) => {
      const touched = await listDistrictsTouching(world.db.query, shape)
      const [city, ...others] = tree.list("city")
      const isAll = city && others.length === 0 && touched.length === tree.list("district").length
      return (isAll && touched.length > 0 ? [city.id] : touched).map((id) => ({ id, name: getShape(id).name }))
    },
    readGround: async (ground) => {
      const db = world.db.query
      const [touched, measured, sites] = [
        await listTouched(db, ground),
        await measureGround(db, ground),
        await countSitesOn(db, ground),
      ]
      const named = nameGround([...tree.list("city"), ...tree.list("district"), ...tree.list("street")], touched)
      const inside = [...named.whole, ...named.partly.map(({ id }) => id)]
      const beside = inside.length > 0 ? await listNeighbours(db, inside) : []
      const ref = (id: string) => ({ id, name: getShape(id).name })
      const { areaM2, outsideM2, residents } = measured
      return {
        areaKm2: areaM2 / 1e6,
        residents,
        sites,
        whole: named.whole.map(ref),
        partly: named.partly.map(({ id, share }) => ({ area: ref(id), share })),
        // A district of which some streets are inside is not left out.
        neighbours: beside.filter((id) => !inside.some((one) => one.startsWith(`${id}/`))).map(ref),
        outside: { km2: outsideM2 / 1e6, share: areaM2 > 0 ? outsideM2 / areaM2 : 0 },
      }
    },
    listLines: () => listNamedLines(world.db.query),
    around: (from, metres) =>
      "line" in from
        ? widenLine(world.db.query, { key: from.line, metres })
        : widenArea(world.db.query, { id: from.area, metres }),
    tile: (tile) => tiles.get(tile),
    hillshade,
    foundCity: async (city) => {
      await foundCity(world, city)
      await load()
    },
    /** Places are no events: nothing in the thread is one of their records. */
    describe: async () => new Map(),
    stop: async () => {
      leave()
      await loading
    },
  }
  return {
    ...places,
    routes: [
      { prefix: "/api", plugin: placesRoutes(places) },
      { prefix: "/api", plugin: tileRoutes(places) },
      { prefix: "/api", plugin: basemapRoutes(basemap) },
    ],
  }
}

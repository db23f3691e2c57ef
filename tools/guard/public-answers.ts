import type { Rows } from "./dump.ts"
import type { PublicAnswer } from "./night-facts.ts"
import { visit } from "./visitor.ts"

/** Addresses of one city. */
export interface Paths {
  /** Without a record in them. */
  readonly starts: readonly string[]
  /** With `{id}` for a record. */
  readonly templates: readonly string[]
  readonly pages: readonly string[]
}

/** Pages for people, which the description of the interface leaves out. */
const pages = ["/", "/report", "/report/status", "/shelters", "/privacy", "/sign-in", "/account", "/demo", "/console", "/field"]
const others = ["/metrics", "/healthz", "/cap/feed.atom", "/api/openapi.json", "/nowhere", "/%zz", "/api/tiles/9/1/1.mvt"]
const entities = ["Things", "Locations", "HistoricalLocations", "Datastreams", "ObservedProperties", "FeaturesOfInterest"]

/** Reads from the interface's own description what can be asked for. What a later version adds is walked as well. */
export async function listPaths(base: string): Promise<Paths> {
  const described = JSON.parse((await visit(base, "/api/openapi.json")).body) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string; required?: boolean }[] }>>
  }
  const readable = Object.entries(described.paths).flatMap(([path, verbs]) => (verbs["get"] ? [{ path, ...verbs["get"] }] : []))
  const withoutParameters = readable.filter(
    ({ path, parameters = [] }) => !path.includes("{") && !parameters.some(({ required }) => required),
  )
  return {
    pages,
    starts: [
      ...pages,
      ...others,
      ...withoutParameters.map(({ path }) => (path === "/api/live" ? "/api/live?after=0" : path)),
      ...entities.map((name) => `/sensorthings/v1.1/${name}`),
      "/api/places/summary?areas=linjiang/xihe",
    ],
    templates: readable
      .filter(({ path }) => path.split("{").length === 2 && !path.includes("*") && !path.startsWith("/api/tiles"))
      .map(({ path }) => path.replace(/\{[^}]+\}/, "{id}")),
  }
}

/** What somebody reads who is not signed in: all addresses, each warning and message, areas of each kind, and tiles of the map. */
export async function askPublic(base: string, starts: readonly string[], rows: Rows): Promise<PublicAnswer[]> {
  const found = await rows<{ path: string }>(`
    select '/cap/alerts/' || identifier || '.xml' as path from warn.message
    union all select '/api/warnings/' || id from warn.warning
    union all (select '/api/places/areas/' || id from places.area where kind <> 'cell' order by id limit 30)
    union all (select '/api/places/summary?areas=' || id from places.area where kind = 'cell' order by population, id limit 30)`)
  const tiles = [7, 9, 11, 13].map((zoom) => tileOver(zoom))
  const paths = [...new Set([...starts, ...found.map(({ path }) => path), ...tiles])]
  const answers: PublicAnswer[] = []
  for (const path of paths) {
    const { status, headers, body } = await visit(base, path, { until: /event: (beat|reset)/ })
    answers.push({
      path,
      status,
      type: headers["content-type"] ?? "",
      policy: String(headers["content-security-policy"] ?? ""),
      referrerPolicy: String(headers["referrer-policy"] ?? ""),
      body,
    })
  }
  return answers
}

/** The tile over the middle of the invented city (Web Mercator). */
function tileOver(zoom: number): string {
  const [lon, lat] = [118.5, 30.6]
  const side = 2 ** zoom
  const y = ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * side
  return `/api/tiles/${zoom}/${Math.floor(((lon + 180) / 360) * side)}/${Math.floor(y)}.mvt`
}

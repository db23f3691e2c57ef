import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { type MultiPolygon, toWkbHex } from "@holdfast/geo"
import type { AreaSubscription, PopulationCells, PublishedArea } from "@holdfast/reach"
import { from as copyFrom, to as copyTo } from "pg-copy-streams"
import { type PostgresService, startPostgres } from "../tools/services.ts"
import { openPatient, type PatientDatabase } from "./patient-database.ts"
import { hazards, type Question } from "./reach-world.ts"

/** What a machine with memory for it would be given; the standard settings are those of a small one. */
const SETTINGS = [
  "shared_buffers = '2GB'",
  "work_mem = '256MB'",
  "maintenance_work_mem = '1GB'",
  "max_wal_size = '8GB'",
  "jit = off",
]
const LINES_AT_ONCE = 20_000
/** COPY in binary: a header of 19 bytes, then for each row how many fields (2), the length (4), and the number (8). */
const COPY_HEADER = 19
const COPY_ROW = 14

/** The same areas, subscriptions, and cells in PostGIS, with the indexes that help it most. */
export class PostgisPeer {
  readonly #service: PostgresService
  readonly #database: PatientDatabase
  version = ""

  private constructor(service: PostgresService, database: PatientDatabase) {
    this.#service = service
    this.#database = database
  }

  /** Undefined where no PostgreSQL is installed. */
  static async start(): Promise<PostgisPeer | undefined> {
    const service = await startPostgres()
    if (!service) return undefined
    const first = await openPatient(service.url)
    for (const setting of SETTINGS) await first.client.query(`alter system set ${setting}`)
    await first.close()
    await service.restart()
    const database = await openPatient(service.url)
    const { client } = database
    await client.query(`
      create extension postgis;
      create table area (id int primary key, geom geometry(multipolygon, 4326) not null);
      create table subscription (
        number bigint not null, area int not null, hazards int, min_level smallint not null, expires bigint not null
      );
      create table cell (geom geometry(point, 4326) not null, residents int not null)`)
    const peer = new PostgisPeer(service, database)
    const found = await client.query<{ version: string }>("select version() || ', PostGIS ' || postgis_lib_version() as version")
    peer.version = found.rows[0]!.version.replace(/ on .*?,.*?, PostGIS/, ", PostGIS")
    return peer
  }

  async fill(areas: readonly PublishedArea[], subscriptions: Iterable<AreaSubscription>, cells: PopulationCells): Promise<void> {
    await this.#copy(
      "area",
      areas.map(({ id, shape }) => `${id}\t${hexOf(shape)}`),
    )
    await this.#copy("subscription", lines(subscriptions, row))
    await this.#copy(
      "cell",
      lines(cells.residents.keys(), (i) => {
        const point = toWkbHex({ type: "Point", coordinates: [cells.lon[i]!, cells.lat[i]!] })
        return `${point}\t${cells.residents[i]}`
      }),
    )
    await this.#client.query(`
      create index area_geom on area using gist (geom);
      cluster area using area_geom;
      create index cell_geom on cell using gist (geom);
      cluster cell using cell_geom;
      create index subscription_area on subscription (area) include (number, hazards, min_level, expires);
      cluster subscription using subscription_area;
      create index subscription_number on subscription (number)`)
    await this.#client.query("vacuum analyze area, cell, subscription")
    const broken = await this.#client.query("select from area where not st_isvalid(geom)")
    if (broken.rowCount) throw new Error(`${broken.rowCount} areas of the bench are not valid.`)
  }

  async areas({ polygons }: Question): Promise<string[]> {
    const found = await this.#client.query<{ id: number }>(`select id from area where ${meets("geom", polygons)} order by id`)
    return found.rows.map(({ id }) => String(id))
  }

  /** All of them in this process, as who sends needs them. */
  async numbers(question: Question, now: number): Promise<Uint32Array> {
    const chunks: Buffer[] = []
    const asked = `copy (select subscription.number ${asking(question, now)}) to stdout (format binary)`
    for await (const chunk of this.#client.query(copyTo(asked))) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const numbers = new Uint32Array(Math.floor((bytes.length - COPY_HEADER) / COPY_ROW))
    for (let i = 0; i < numbers.length; i += 1) numbers[i] = bytes.readUInt32BE(COPY_HEADER + i * COPY_ROW + 10)
    return numbers
  }

  /** Only found and counted, nothing sent. */
  async count(question: Question, now: number): Promise<number> {
    const found = await this.#client.query<{ n: number }>(`select count(subscription.number) as n ${asking(question, now)}`)
    return found.rows[0]!.n
  }

  async residents({ polygons }: Question): Promise<number> {
    const found = await this.#client.query<{ n: number | null }>(
      `select sum(residents) as n from cell where ${meets("geom", polygons)}`,
    )
    return found.rows[0]!.n ?? 0
  }

  /** What came, changed, and went meanwhile. */
  async change(put: readonly AreaSubscription[], removed: readonly number[]): Promise<void> {
    const gone = [...removed, ...put.map(({ number }) => number)]
    await this.#client.query("delete from subscription where number = any($1::bigint[])", [gone])
    await this.#copy("subscription", put.map(row))
    await this.#client.query("vacuum analyze subscription")
  }

  async stop(): Promise<void> {
    await this.#database.close()
    this.#service.stop()
  }

  get #client(): PatientDatabase["client"] {
    return this.#database.client
  }

  async #copy(table: string, rows: Iterable<string>): Promise<void> {
    await pipeline(Readable.from(lumps(rows)), this.#client.query(copyFrom(`copy ${table} from stdin`)))
  }
}

function asking({ polygons, hazard, level }: Question, now: number): string {
  return `
    from area
    join subscription on subscription.area = area.id
    where ${meets("area.geom", polygons)}
      and subscription.min_level <= ${level}
      and (subscription.hazards is null or subscription.hazards & ${1 << hazard} <> 0)
      and subscription.expires > ${now}`
}

/** Of one polygon the predicate itself; the polygons of one shape across the date line share no inside, so they are one geometry too. */
function meets(column: string, polygons: MultiPolygon): string {
  return `st_intersects(${column}, '${hexOf(polygons)}'::geometry)`
}

function hexOf(polygons: MultiPolygon): string {
  return toWkbHex({ type: "MultiPolygon", coordinates: polygons })
}

function row({ number, area, hazards: wanted, minLevel, expires }: AreaSubscription): string {
  const mask =
    wanted === null ? "\\N" : wanted.reduce((sum, hazard) => sum | (1 << hazards.indexOf(hazard as (typeof hazards)[number])), 0)
  return `${number}\t${area}\t${mask}\t${minLevel}\t${expires}`
}

function* lines<T>(items: Iterable<T>, toLine: (item: T) => string): Generator<string> {
  for (const item of items) yield toLine(item)
}

function* lumps(rows: Iterable<string>): Generator<string> {
  let lump: string[] = []
  for (const line of rows) {
    if (lump.push(line) < LINES_AT_ONCE) continue
    yield `${lump.join("\n")}\n`
    lump = []
  }
  if (lump.length > 0) yield `${lump.join("\n")}\n`
}

import pg from "pg"
import { platformErrors } from "../../errors.ts"
import { type DatabaseName, DatabaseNames } from "./database-names.ts"

const MAKING_LOCK = 4_841_004
/** Another process may be making the template meanwhile, which takes some seconds. */
const TURN_MAX_MS = 60_000
const CONNECT_MAX_MS = 10_000
const OBJECT_IN_USE = "55006"
const LOCK_NOT_AVAILABLE = "55P03"

export interface StandingDatabase extends DatabaseName {
  readonly name: string
  /** Whether somebody is connected to it: whoever runs a world holds a session in its database. */
  readonly isUsed: boolean
}

/** The PostgreSQL server of a city, for making and dropping databases beside the city's own. Names are those of `names` alone. */
export class CityServer {
  readonly names: DatabaseNames
  readonly #client: pg.Client
  readonly #cityUrl: string

  constructor(client: pg.Client, { cityUrl, names }: { readonly cityUrl: string; readonly names: DatabaseNames }) {
    this.#client = client
    this.#cityUrl = cityUrl
    this.names = names
  }

  urlOf(name: string): string {
    const url = new URL(this.#cityUrl)
    url.pathname = `/${name}`
    return url.href
  }

  /** Databases of this city that its role owns, but never the city's own. */
  async list(): Promise<StandingDatabase[]> {
    const { rows } = await this.#client.query<{ name: string; isUsed: boolean }>(
      `select d.datname as name, exists (
         select from pg_stat_activity a where a.datid = d.oid and a.backend_type is distinct from 'autovacuum worker'
       ) as "isUsed"
       from pg_database d
       join pg_roles r on r.oid = d.datdba
       where r.rolname = current_user and d.datname <> current_database()
       order by d.datname`,
    )
    return rows.flatMap(({ name, isUsed }) => {
      const read = this.names.read(name)
      return read ? [{ name, isUsed, ...read }] : []
    })
  }

  /** @param template a database to copy, to which nobody is connected */
  async create(name: string, template?: string): Promise<void> {
    await this.#client.query(`create database ${this.#quote(name)}${template ? ` template ${this.#quote(template)}` : ""}`)
  }

  /** Makes a template of a database: from now on nobody can connect to it, since one connection would keep it from being copied. */
  async finish(unfinished: string, template: string): Promise<void> {
    await this.#client.query(`alter database ${this.#quote(unfinished)} with allow_connections false`)
    await this.#client.query(`alter database ${this.#quote(unfinished)} rename to ${this.#quote(template)}`)
  }

  /** Drops a database whoever is connected to it. */
  async drop(name: string): Promise<void> {
    await this.#client.query(`drop database if exists ${this.#quote(name)} with (force)`)
  }

  /** Drops a database unless somebody is connected to it. */
  async dropUnused(name: string): Promise<void> {
    try {
      await this.#client.query(`drop database if exists ${this.#quote(name)}`)
    } catch (error) {
      if ((error as pg.DatabaseError).code !== OBJECT_IN_USE) throw error
    }
  }

  #quote(name: string): string {
    return this.#client.escapeIdentifier(name)
  }
}

/**
 * Works on the server of a city, one process of the city at a time, so that nobody drops what another is just making.
 *
 * @throws `PLATFORM_DATABASE_UNREACHABLE`; `PLATFORM_DATABASE_BUSY` when another process does not come to an end
 */
export async function withCityServer<T>(cityUrl: string, work: (server: CityServer) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: cityUrl, connectionTimeoutMillis: CONNECT_MAX_MS })
  client.on("error", () => {})
  try {
    await client.connect().catch((error: Error) => {
      throw platformErrors.DATABASE_UNREACHABLE({ reason: error.message || (error as { code?: string }).code! }, { cause: error })
    })
    const found = await client.query<{ database: string; role: string }>(
      "select current_database() as database, current_user as role",
    )
    await client.query(`set lock_timeout = ${TURN_MAX_MS}`)
    await client.query("select pg_advisory_lock($1)", [MAKING_LOCK]).catch((error: pg.DatabaseError) => {
      throw error.code === LOCK_NOT_AVAILABLE ? platformErrors.DATABASE_BUSY({}, { cause: error }) : error
    })
    return await work(new CityServer(client, { cityUrl, names: new DatabaseNames(found.rows[0]!) }))
  } finally {
    // The lock goes with its session.
    await client.end().catch(() => {})
  }
}

import { type EntitySet, model, namesOf, type Query, Refused, writtenExpand } from "@holdfast/sensorthings"
import type { Language } from "@holdfast/words"
import { type Kysely, type RawBuilder, sql } from "kysely"
import { type Compiling, compileFilter } from "./compile-filter.ts"
import { type Counted, countRows, isCountedAlready } from "./count.ts"
import { afterSql, isByTime, orderKeys, orderSql, readToken, reversed, seriesOrder, writeToken } from "./order.ts"
import { type Entity, type Rendering, renderEntity } from "./render.ts"
import { type ComputedProperty, computedProperties, type EntityRow, selected } from "./rows.ts"
import { run } from "./run.ts"
import { spanOf } from "./span.ts"
import { belongs, column, related, tableOf } from "./tables.ts"
import { type Walk, windows } from "./windows.ts"

type Sql = RawBuilder<unknown>

/** Entities of one page, when nothing is said, and at most. */
export const PAGE_SIZE = 100
export const PAGE_MAX = 1_000
/** Entities below others in one answer, all branches together: beyond, a link leads on. */
export const EXPANDED_MAX = 20_000

export interface Reading {
  readonly db: Kysely<unknown>
  readonly language: Language
  readonly now: Date
  readonly rendering: Rendering
}

export interface Page {
  readonly value: readonly Entity[]
  /** What the entities were made of, one by one. */
  readonly rows: readonly EntityRow[]
  readonly count?: number | undefined
  /** Where the next page begins, when there is one. */
  readonly skipToken?: string | undefined
}

/** A condition on the table of the set, whose alias is given. */
export type Condition = (alias: string) => Sql

/** From here on a page is looked for from whichever end is nearer, where their number is known. */
const DEEP_SKIP = 500

/** Reads one page of a set. Throws `Refused` for what a query may not say, and `SENSE_COUNT_TOO_SLOW`. */
export async function readPage(
  reading: Reading,
  set: EntitySet,
  condition: Condition,
  query: Query,
  counted?: Counted,
): Promise<Page> {
  const top = Math.min(query.top ?? PAGE_SIZE, PAGE_MAX)
  const names = aliases()
  const alias = names()
  const compiling: Compiling = { set, alias, nextAlias: names, language: reading.language, now: reading.now }
  const where = [belongs(set, compiling), condition(alias)]
  if (query.filter) where.push(compileFilter(query.filter, compiling))
  const isAll = counted !== undefined && counted.datastream === undefined
  const keys = orderKeys(set, query.orderBy, compiling)
  const after = query.skipToken === undefined ? undefined : readToken(query.skipToken, keys)
  const places = keys.map(({ sql: key, cast }, i) => sql`(${key})::${sql.raw(cast)}::text as ${sql.ref(`place_${i}`)}`)
  const computed = computedFor(set, query)
  const isDeep = !after && query.skip > DEEP_SKIP && isCountedAlready(counted, query)
  const total = query.count || isDeep ? await countRows(reading.db, { set, alias, where, counted, query }) : undefined
  const leftOver = isDeep ? total! - query.skip : Infinity
  const fromEnd = leftOver < query.skip
  const limit = Math.max(0, Math.min(top + 1, leftOver))
  const offset = after ? 0 : fromEnd ? Math.max(0, leftOver - limit) : query.skip
  const ask = (more: readonly Sql[]) =>
    run<EntityRow>(
      reading.db,
      sql`
    select ${selected(set, { alias }, computed)}, ${sql.join(places)}
    from ${tableOf(set)} ${sql.ref(alias)}
    where ${sql.join([...where, ...(after ? [afterSql(keys, after)] : []), ...more], sql` and `)}
    ${orderSql(fromEnd ? reversed(keys) : keys)}
    limit ${limit}::int offset ${offset}::int8`,
    )
  const isTimely = isAll && query.orderBy[0] !== undefined && isByTime(query.orderBy[0].by)
  const walk = () => ({ ...walkOf(query, after?.[0] ?? undefined, fromEnd), need: offset + limit, nowMs: reading.now.getTime() })
  // Who asks for none wants the count.
  const found = top === 0 || limit === 0 ? [] : isTimely ? await askAll(reading.db, alias, walk(), limit, ask) : await ask([])
  const rows = fromEnd ? found.toReversed() : found
  const shown = rows.slice(0, top)
  const last = rows.length > top ? shown.at(-1) : undefined
  return {
    value: await renderAll(reading, set, shown, query),
    rows: shown,
    count: query.count ? total : undefined,
    skipToken: last && writeToken(keys.map((_, i) => last[`place_${i}`] as string | null)),
  }
}

/** Where a walk in the order of time begins: at the last row that was shown, or where the filter begins. */
function walkOf(query: Query, after: string | undefined, fromEnd: boolean): Pick<Walk, "descending" | "edgeMs"> {
  const descending = query.orderBy[0]!.descending !== fromEnd
  const span = spanOf(query.filter)
  const edge = descending ? span?.until : span?.from
  const given = after === undefined ? undefined : Date.parse(after)
  return { descending, edgeMs: given ?? edge?.atMs ?? (descending ? Infinity : -Infinity) }
}

/** Asks for everybody's measurements in windows of time that widen until one holds enough. */
async function askAll(
  db: Kysely<unknown>,
  alias: string,
  walk: Walk,
  limit: number,
  ask: (more: readonly Sql[]) => Promise<EntityRow[]>,
): Promise<EntityRow[]> {
  const at = column(alias, "phenomenon_at")
  for await (const boundMs of windows(db, walk)) {
    const sign = sql.raw(walk.descending ? ">=" : "<=")
    const rows = await ask(boundMs === undefined ? [] : [sql`${at} ${sign} ${new Date(boundMs)}::timestamptz`])
    if (rows.length >= limit || boundMs === undefined) return rows
  }
  return []
}

/** The one entity that fits; undefined when there is none. */
export async function readOne(reading: Reading, set: EntitySet, condition: Condition, query: Query): Promise<Entity | undefined> {
  const row = await findRow(reading, set, condition, computedFor(set, query))
  if (!row) return undefined
  const [entity] = await renderAll(reading, set, [row], query)
  return entity
}

export async function findRow(
  reading: Reading,
  set: EntitySet,
  condition: Condition,
  computed: readonly ComputedProperty[],
): Promise<EntityRow | undefined> {
  const alias = "e"
  const [row] = await run<EntityRow>(
    reading.db,
    sql`
    select ${selected(set, { alias }, computed)}
    from ${tableOf(set)} ${sql.ref(alias)}
    where ${belongs(set, { alias, language: reading.language, now: reading.now })} and ${condition(alias)}
    limit 1`,
  )
  return row
}

/** Which properties an answer shows; undefined for all. */
export function shownProperties(set: EntitySet, { select, expand }: Query): ReadonlySet<string> | undefined {
  if (!select || select.some(({ segments }) => segments[0] === "*")) return undefined
  const { properties, relations } = model[set]
  const shown = select.map(({ segments }) => {
    const [name] = segments as [string]
    const isKnown = name === "id" || name.startsWith("@iot.") || Object.hasOwn(properties, name) || Object.hasOwn(relations, name)
    if (!isKnown) throw new Refused("$select", name, "name-of", { set, known: namesOf(set).join(", ") })
    return name === "@iot.id" ? "id" : name
  })
  // What is expanded is meant to be seen (check 79).
  return new Set([...shown, ...expand.map(({ name }) => name)])
}

function computedFor(set: EntitySet, query: Query): ComputedProperty[] {
  const shown = shownProperties(set, query)
  return computedProperties.filter((name) => shown?.has(name) ?? true)
}

async function renderAll(reading: Reading, set: EntitySet, rows: readonly EntityRow[], query: Query): Promise<Entity[]> {
  const shown = shownProperties(set, query)
  const entities = rows.map((row) => renderEntity(reading.rendering, set, row, shown))
  for (const branch of query.expand) {
    const relation = Object.hasOwn(model[set].relations, branch.name) ? model[set].relations[branch.name]! : undefined
    if (!relation)
      throw new Refused("$expand", branch.name, "name-of", { set, known: Object.keys(model[set].relations).join(", ") })
    await expand(reading, set, rows, entities, branch.name, branch.query)
  }
  return entities
}

/** Puts what is related below each entity: one question for all of them, whatever their number. */
async function expand(
  reading: Reading,
  set: EntitySet,
  parents: readonly EntityRow[],
  entities: readonly Entity[],
  name: string,
  query: Query,
): Promise<void> {
  const relation = model[set].relations[name]!
  const names = aliases()
  const [parent, child] = [names(), names()]
  const compiling: Compiling = { set: relation.set, alias: child, nextAlias: names, language: reading.language, now: reading.now }
  const where = [related(set, name, parent, child), belongs(relation.set, compiling)]
  if (query.filter) where.push(compileFilter(query.filter, compiling))
  const isSeries = relation.set === "Observations" && set !== "FeaturesOfInterest" && query.orderBy.length === 0
  const keys = orderKeys(relation.set, isSeries ? seriesOrder : query.orderBy, compiling)
  const share = Math.max(1, Math.floor(EXPANDED_MAX / Math.max(1, parents.length)))
  const top = relation.many ? Math.min(query.top ?? PAGE_SIZE, PAGE_MAX, share) : 1
  const places = keys.map(({ sql: key, cast }, i) => sql`(${key})::${sql.raw(cast)}::text as ${sql.ref(`place_${i}`)}`)
  const ids = [...new Set(parents.map(({ id }) => id))]
  const conditions = sql.join(where, sql` and `)
  const rows = await run<EntityRow & { readonly parent_id: number }>(
    reading.db,
    sql`
    select ${sql.ref(`${parent}.id`)} as parent_id, found.*
    from ${tableOf(set)} ${sql.ref(parent)}
    cross join lateral (
      select ${selected(relation.set, { alias: child }, computedFor(relation.set, query))}, ${sql.join(places)}
      from ${tableOf(relation.set)} ${sql.ref(child)}
      where ${conditions}
      ${orderSql(keys)}
      limit ${top + 1}::int offset ${query.skip}::int8
    ) found
    where ${sql.ref(`${parent}.id`)} = any(${ids}::int8[])`,
  )
  const counts = query.count && relation.many ? await countEach() : undefined
  const byParent = Map.groupBy(rows, ({ parent_id }) => parent_id)
  const shown = parents.map(({ id }) => (byParent.get(id) ?? []).slice(0, top))
  const flat = await renderAll(reading, relation.set, shown.flat(), query)
  let next = 0
  for (const [i, entity] of entities.entries()) {
    const { id } = parents[i]!
    const own = flat.slice(next, (next += shown[i]!.length))
    delete entity[`${name}@iot.navigationLink`]
    if (!relation.many) {
      if (own[0]) entity[name] = own[0]
      continue
    }
    entity[name] = own
    if (counts) entity[`${name}@iot.count`] = counts.get(id) ?? 0
    const all = byParent.get(id) ?? []
    if (all.length > top && top > 0) {
      const last = all[top - 1]!
      const token = writeToken(keys.map((_, k) => last[`place_${k}`] as string | null))
      entity[`${name}@iot.nextLink`] = `${reading.rendering.link(set, id)}/${name}?${nextOptions(query, top, token)}`
    }
  }

  async function countEach(): Promise<Map<number, number>> {
    const found = await run<{ parent_id: number; n: number }>(
      reading.db,
      sql`
      select ${sql.ref(`${parent}.id`)} as parent_id, found.n
      from ${tableOf(set)} ${sql.ref(parent)}
      cross join lateral (
        select count(*) as n from ${tableOf(relation.set)} ${sql.ref(child)} where ${conditions}
      ) found
      where ${sql.ref(`${parent}.id`)} = any(${ids}::int8[])`,
    )
    return new Map(found.map(({ parent_id, n }) => [parent_id, n]))
  }
}

/** The options of the next page: as they were written, going on after the last row. */
export function nextOptions(query: Query, top: number, token: string): string {
  const options = new URLSearchParams()
  for (const [name, text] of query.written) {
    if (name !== "$skip" && name !== "$skiptoken" && name !== "$top" && name !== "$expand") options.set(name, text)
  }
  if (query.expand.length > 0) options.set("$expand", query.expand.map(writtenExpand).join(","))
  options.set("$top", `${top}`)
  options.set("$skiptoken", token)
  return options.toString()
}

function aliases(): () => string {
  let next = 0
  return () => `t${next++}`
}

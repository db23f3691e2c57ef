import { createHash } from "node:crypto"
import fs from "node:fs"
import path from "node:path"

/** How a database is asked; the guard asks a running city over the channel to its process. */
export type Rows = <Row = Record<string, unknown>>(sql: string) => Promise<Row[]>

/** Schemas of the engine and its extensions. */
const foreignSchemas = "('pg_catalog', 'information_schema', 'public', 'tiger', 'tiger_data', 'topology')"

/** How far rolling up has come: the hour alone moves it, whatever else happens. What was rolled up stands in tables of its own. */
const movedByTheHour = "sense.rollup_state"

/** Every row of every table as text, by table; of the queue, the jobs without the times that its own upkeep writes. */
export async function dumpTables(rows: Rows): Promise<Map<string, string[]>> {
  const tables = await rows<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ${foreignSchemas}
      and n.nspname not like 'pg\\_%' and n.nspname <> 'pgboss'
      and format('%s.%s', n.nspname, c.relname) <> '${movedByTheHour}'
    order by 1`)
  const dump = new Map<string, string[]>()
  for (const { name } of tables) {
    const found = await rows<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t order by 1`)
    dump.set(
      name,
      found.map(({ row }) => row),
    )
  }
  const queue = await rows<{ there: boolean }>("select to_regclass('pgboss.job') is not null as there")
  if (queue[0]?.there) {
    const jobs = await rows<{ row: string }>(
      "select jsonb_build_array(name, data)::text as row from pgboss.job where name not like '\\_\\_pgboss%' order by 1",
    )
    dump.set(
      "pgboss.job",
      jobs.map(({ row }) => row),
    )
  }
  return dump
}

/** What every file of a folder holds, as a hash by its path; `skip` are names of folders directly inside it. */
export function hashFiles(folder: string, skip: readonly string[]): Map<string, string> {
  return new Map(
    listFiles(folder)
      .filter((file) => !skip.includes(path.relative(folder, file).split(path.sep)[0]!))
      .map((file) => [path.relative(folder, file), createHash("sha256").update(fs.readFileSync(file)).digest("hex")]),
  )
}

/** Files of a folder that hold one of these texts, byte for byte: also what a database has in its own files. */
export function searchFiles(folder: string, texts: readonly string[]): string[] {
  const wanted = texts.map((text) => ({ text, bytes: Buffer.from(text) }))
  return listFiles(folder).flatMap((file) => {
    const bytes = fs.readFileSync(file)
    return wanted.filter((one) => bytes.includes(one.bytes)).map(({ text }) => `${path.relative(folder, file)} holds ${text}`)
  })
}

/** Plain files only: a folder of a running city has its socket in it too. */
function listFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
}

/** What differs between two states of one thing: a line for each part that came, went, or changed. */
export function differences<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [then, now] = [JSON.stringify(before.get(name)), JSON.stringify(after.get(name))]
    if (then === now) return []
    return [`${name} ${then === undefined ? "appeared" : now === undefined ? "disappeared" : "changed"}`]
  })
}

import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { from as copyFrom } from "pg-copy-streams"
import type { Engine } from "../server/src/platform/db/index.ts"
import type { Row } from "./storm.ts"

/** The limit for taking in: the same rows into a bare table with the columns of ours, without index, rule, log, or check. */
export async function openRawTable(engine: Engine) {
  const { pool } = engine
  await pool.query(
    "create table bench_raw (id bigint, datastream_id int, phenomenon_at timestamptz(3), result_at timestamptz(3), result float8)",
  )
  let id = 0
  return {
    /** One statement, committed durably. */
    insert: (rows: readonly Row[]) => {
      const first = id
      id += rows.length
      return engine.bulk === "copy" ? copyRows(engine, rows, first) : insertRows(engine, rows, first)
    },
    count: async () => Number((await pool.query<{ n: string }>("select count(*) as n from bench_raw")).rows[0]!.n),
    drop: () => pool.query("drop table bench_raw"),
  }
}

async function copyRows({ pool }: Engine, rows: readonly Row[], firstId: number): Promise<void> {
  const client = await pool.connect()
  try {
    const lines = rows.map(({ datastream, atMs, value }, index) => {
      const at = new Date(atMs).toISOString()
      return `${firstId + index}\t${datastream}\t${at}\t${at}\t${value}\n`
    })
    await pipeline(Readable.from([lines.join("")]), client.query(copyFrom("copy bench_raw from stdin")))
  } finally {
    client.release()
  }
}

async function insertRows({ pool }: Engine, rows: readonly Row[], firstId: number): Promise<void> {
  const list = (values: readonly number[]) => `{${values.join(",")}}`
  await pool.query(
    `insert into bench_raw
     select id, datastream, to_timestamp(at_ms / 1000), to_timestamp(at_ms / 1000), value
     from unnest($1::bigint[], $2::int[], $3::float8[], $4::float8[]) as t (id, datastream, at_ms, value)`,
    [
      list(rows.map((_, index) => firstId + index)),
      list(rows.map(({ datastream }) => datastream)),
      list(rows.map(({ atMs }) => atMs)),
      list(rows.map(({ value }) => value)),
    ],
  )
}

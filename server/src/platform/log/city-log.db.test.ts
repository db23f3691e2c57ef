import path from "node:path"
import { newId } from "@holdfast/kernel"
import { sql } from "kysely"
import { beforeEach, describe, expect, test } from "vitest"
import { engineUnderTest } from "../../../test/engines.ts"
import { openTestWorld, type TestWorld } from "../../../test/worlds.ts"
import { type Cause, type LogHeader, readRoots, verifyLog } from "./index.ts"

const { world, clock } = await openTestWorld()
const rootsFile = path.join(world.dataFolder, "log-roots.jsonl")

async function write(
  text: string,
  retention: "permanent" | "staff-action" | "request-contact" = "staff-action",
  because?: Cause,
): Promise<string> {
  const record = newId()
  await world.transact(async (tx) => {
    tx.record({
      module: "respond",
      verb: "note",
      record,
      actor: { role: "duty-officer", account: "li" },
      retention,
      because,
      body: { text },
    })
  })
  return record
}

async function verify() {
  await world.log.drain()
  return verifyLog(world.db, { roots: readRoots(rootsFile).roots, publicKey: world.log.roots.publicKey })
}

async function all(): Promise<LogHeader[]> {
  await world.log.drain()
  return world.log.after(0, 100_000)
}

/** Changes a stored log as somebody with the database's password could, checks that it shows, and puts it back. */
async function tampered(statement: string): Promise<string[]> {
  let kinds: string[] = []
  const rollback = new Error("rollback")
  world.log.roots.flush()
  const { roots } = readRoots(rootsFile)
  const client = await world.db.connection()
  try {
    await client.query("begin")
    await client.query("alter table log.header disable trigger user")
    await client.query(statement)
    const { Kysely, PostgresDialect } = await import("kysely")
    const query = new Kysely<unknown>({
      dialect: new PostgresDialect({
        pool: { connect: async () => ({ ...wrap(client), release() {} }), end: async () => {}, options: {} } as never,
      }),
    })
    const found = await verifyLog({ query } as TestWorld["world"]["db"], { roots, publicKey: world.log.roots.publicKey })
    kinds = [...new Set(found.faults.map(({ kind }) => kind))]
    throw rollback
  } catch (error) {
    if (error !== rollback) throw error
  } finally {
    await client.query("rollback")
    client.release()
  }
  return kinds
}

function wrap(client: { query: (...args: never[]) => unknown }) {
  return { query: client.query.bind(client) }
}

describe("the city log", () => {
  beforeEach(async () => {
    await world.log.drain()
  })

  test("keeps an entry with its change, in one dense order, and tells the bus after the commit", async () => {
    const heard: unknown[] = []
    const end = world.bus.subscribe("log", (event) => heard.push(event))
    const first = await write("gate 3 closed")
    const second = await write("gate 4 closed")
    const headers = await all()
    expect(headers.map(({ seq }) => seq)).toEqual(headers.map((_, i) => i + 1))
    expect(headers.slice(-2).map(({ record }) => record)).toEqual([first, second])
    expect(heard).toMatchObject([{ record: first, verb: "note", actorRole: "duty-officer", edge: "none" }, { record: second }])
    end()
  })

  test("a change that fails leaves neither row nor entry", async () => {
    const before = (await all()).length
    await expect(
      world.transact(async (tx) => {
        tx.record({ module: "respond", verb: "note", record: newId(), actor: { role: "x" }, retention: "permanent", body: {} })
        throw new Error("no")
      }),
    ).rejects.toThrow("no")
    expect((await all()).length).toBe(before)
  })

  test("a change that records nothing is refused as our mistake", async () => {
    await expect(world.transact(async () => {})).rejects.toThrow("recorded nothing")
  })

  test("the global handle throws inside a transaction instead of waiting for ever", async () => {
    await expect(world.db.transaction(() => sql`select 1`.execute(world.db.query))).rejects.toThrow("inside a transaction")
  })

  test("headers cannot be changed or removed", async () => {
    await write("kept")
    await world.log.drain()
    await expect(sql`update log.header set verb = 'other' where seq = 1`.execute(world.db.query)).rejects.toThrow("append-only")
    await expect(sql`delete from log.header where seq = 1`.execute(world.db.query)).rejects.toThrow("append-only")
    await expect(sql`truncate log.header cascade`.execute(world.db.query)).rejects.toThrow("append-only")
  })

  test("forgets a body when its time is over, and is still valid", async () => {
    await write("phone 138…", "request-contact")
    await world.log.drain()
    clock.advanceByMs(31 * 86_400_000)
    expect(await world.log.forget(clock.now())).toBe(1)
    const found = await verify()
    expect(found).toMatchObject({ valid: true, erasedBodies: 1 })
    const rest = await sql<{ n: number }>`select count(*) as n from log.body where body like '%138%'`.execute(world.db.query)
    expect(rest.rows[0]!.n).toBe(0)
  })
})

describe("verify-log finds", () => {
  test("nothing in a log that nobody touched", async () => {
    for (let i = 0; i < 20; i += 1) await write(`note ${i}`)
    expect(await verify()).toMatchObject({ valid: true, faults: [] })
  })

  const cases: [what: string, statement: string, kind: string][] = [
    ["an edited header", "update log.header set verb = 'forged' where seq = 3", "header-edited"],
    [
      "an edited body",
      'update log.body set body = \'{"text":"forged"}\' where header_id = (select id from log.header where seq = 3)',
      "body-edited",
    ],
    [
      "a removed entry",
      "delete from log.body where header_id = (select id from log.header where seq = 3); delete from log.header where seq = 3",
      "gap",
    ],
    [
      "a body removed without a rule",
      "delete from log.body where header_id = (select id from log.header where seq = 6)",
      "body-missing",
    ],
    [
      "two entries in another order",
      "update log.header set seq = 100003 where seq = 3; update log.header set seq = 3 where seq = 5; update log.header set seq = 5 where seq = 100003",
      "header-edited",
    ],
    [
      "an inserted entry",
      `insert into log.header (seq, at, module, verb, record_ref, edge, actor_role_ref, commitment, leaf)
       select size + 1, '2026-07-30T19:00:00Z', 'warn', 'send', gen_random_uuid(), 'none', 'duty-officer', '\\x00', '\\x00' from log.head`,
      "header-edited",
    ],
    [
      "a cut tail, even when the head was cut with it",
      `delete from log.body where header_id in (select id from log.header where seq > 2);
       delete from log.sealed_cause where header_id in (select id from log.header where seq > 2); delete from log.header where seq > 2;
       update log.head set size = 2, frontier = '\\x'`,
      "tail-cut",
    ],
  ]
  const ofSealed = "(select id from log.header where edge = 'sealed' order by id limit 1)"
  cases.push(
    [
      "a body that is to be forgotten sooner",
      "update log.body set expires_at = '2026-07-31T00:00:00Z' where header_id = (select id from log.header where seq = 3)",
      "body-edited",
    ],
    [
      "a body that another rule is to forget",
      `update log.body set retention_class = 'session', expires_at = h.at + interval '1 day' from log.header h
       where h.id = header_id and h.seq = 3`,
      "body-edited",
    ],
    [
      "an entry that is kept by another rule, body and all",
      `update log.body set retention_class = 'session', expires_at = h.at + interval '1 day' from log.header h
       where h.id = header_id and h.seq = 3; update log.header set retention_class = 'session' where seq = 3`,
      "header-edited",
    ],
    [
      "a sealed cause that points elsewhere",
      `update log.sealed_cause set cause_ref = gen_random_uuid() where header_id = ${ofSealed}`,
      "cause-edited",
    ],
    ["a sealed cause that is gone", `delete from log.sealed_cause where header_id = ${ofSealed}`, "cause-edited"],
    [
      "a sealed cause where there was none",
      `insert into log.sealed_cause (header_id, cause_ref, salt)
       select id, gen_random_uuid(), '\\x00' from log.header where edge = 'none' limit 1`,
      "cause-edited",
    ],
  )
  test.each(cases)("%s", async (_what, statement, kind) => {
    await write("one more", "staff-action", { edge: "sealed", record: newId() })
    await world.log.drain()
    expect(await tampered(statement)).toContain(kind)
    expect(await verify()).toMatchObject({ valid: true })
  })
})

test("16 writers that commit out of order, a reader, and a long import: nothing missed, nothing twice", async () => {
  const start = world.log.position
  const seen: string[] = []
  let cursor = start
  let writing = true
  const slowImport = world.transact(async (tx) => {
    for (let i = 0; i < 20; i += 1) {
      await sql`select pg_sleep(${engineUnderTest === "postgres" ? 0.05 : 0.001})`.execute(tx.db)
    }
    tx.record({
      module: "places",
      verb: "import",
      record: newId(),
      actor: { role: "engineer" },
      retention: "permanent",
      body: {},
    })
  })
  const reader = (async () => {
    for (;;) {
      const last = !writing
      const found = await world.log.after(cursor, 500)
      for (const header of found) {
        expect(header.seq).toBe(cursor + 1)
        cursor = header.seq
        seen.push(header.record)
      }
      if (last && found.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  const written = (
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        const records: string[] = []
        for (let i = 0; i < 25; i += 1) records.push(await write(`burst ${i}`))
        return records
      }),
    )
  ).flat()
  await slowImport
  await world.log.drain()
  writing = false
  await reader
  expect(seen.length).toBe(written.length + 1)
  expect(new Set(seen).size).toBe(seen.length)
  expect(written.every((record) => seen.includes(record))).toBe(true)
})

test("a body that was forgotten by another rule than its own shows for ever", async () => {
  await write("who warned whom")
  expect(await verify()).toMatchObject({ valid: true })
  await sql`
    update log.body set retention_class = 'session', expires_at = h.at + interval '1 day' from log.header h
    where h.id = header_id and h.seq = ${world.log.position}`.execute(world.db.query)
  clock.advanceByMs(2 * 86_400_000)
  expect(await world.log.forget(clock.now())).toBe(1)
  expect((await verify()).faults).toEqual([{ kind: "body-missing", seq: world.log.position - 1 }])
})

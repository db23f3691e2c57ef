import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import pg from "pg"
import { afterAll } from "vitest"
import { allMigrations } from "../src/migrations.ts"
import { Database, type Engine, migrate, migrationsHash, openPglite, openPostgres } from "../src/platform/db/index.ts"

/** The engine under test: the whole suite runs once with each. */
export const engineUnderTest = (process.env["HOLDFAST_TEST_ENGINE"] ?? "pglite") as Engine["kind"]
const serverUrl = process.env["HOLDFAST_TEST_POSTGRES_URL"] ?? ""
const template = `holdfast_template_${migrationsHash(allMigrations)}`
const cacheFolder = fileURLToPath(new URL("../../.cache/", import.meta.url))
const templateFolder = path.join(cacheFolder, template)

/** Prepares a migrated database once per suite; test files copy it. */
export async function prepareTemplate(): Promise<void> {
  if (engineUnderTest === "postgres") return preparePostgresTemplate()
  if (fs.existsSync(templateFolder)) return fs.utimesSync(templateFolder, new Date(), new Date())
  // Several suites may prepare the same one at once; the first that is done gives it.
  const unfinished = `${templateFolder}.${process.pid}`
  const engine = await openPglite({ folder: unfinished, onDiskFailure: fail })
  await migrate(new Database(engine), allMigrations)
  await engine.close()
  if (fs.existsSync(templateFolder)) fs.rmSync(unfinished, { recursive: true })
  else fs.renameSync(unfinished, templateFolder)
}

async function preparePostgresTemplate(): Promise<void> {
  await asAdmin(async (admin) => {
    const found = await admin.query("select from pg_database where datname = $1", [template])
    if (found.rowCount) return
    await admin.query(`create database ${template}_unfinished`)
    const engine = await openPostgres(databaseUrl(`${template}_unfinished`))
    await migrate(new Database(engine), allMigrations)
    await engine.close()
    await admin.query(`alter database ${template}_unfinished rename to ${template}`)
  })
}

let counter = 0

/** A migrated database of its own for the calling test file, gone when the file is done. */
export async function openTestEngine(): Promise<Engine> {
  counter += 1
  const name = `holdfast_test_${process.pid}_${counter}_${Date.now()}`
  if (engineUnderTest === "postgres") {
    await asAdmin((admin) => admin.query(`create database ${name} template ${template}`))
    afterAll(() => asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`)))
    return openPostgres(databaseUrl(name))
  }
  const folder = temporaryFolder()
  return openPglite({ folder: path.join(folder, "pglite"), template: templateFolder, onDiskFailure: fail })
}

/** An empty folder, removed when the test file is done. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-test-"))
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The address of an empty database for a city, where the engine under test is PostgreSQL. */
export async function cityUrlUnderTest(): Promise<string | undefined> {
  return engineUnderTest === "postgres" ? createEmptyDatabase() : undefined
}

/** The address of an empty database on the server under test. */
export async function createEmptyDatabase(): Promise<string> {
  counter += 1
  const name = `holdfast_empty_${process.pid}_${counter}_${Date.now()}`
  await asAdmin((admin) => admin.query(`create database ${name}`))
  afterAll(() => asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`)))
  return databaseUrl(name)
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

function fail(reason: string): never {
  throw new Error(`The disk failed in a test: ${reason}`)
}

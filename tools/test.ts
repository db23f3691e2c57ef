import { spawnSync } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { buildWeb } from "./build-web.ts"
import { runChecks } from "./check.ts"
import { findChromium, type Service, startNats, startPostgres } from "./services.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const required = new Set((process.env["HOLDFAST_REQUIRE"] ?? "").split(",").filter(Boolean))
const long = process.argv.includes("--long")
const total = { passed: 0, failed: 0, skipped: 0 }
const report = (line: string) => process.stdout.write(`${line}\n`)

const postgres = await startOr("postgres", startPostgres)
const nats = await startOr("nats", startNats)
try {
  if (!long) await everyday()
  else suite("long series", "long", "pglite")
} finally {
  postgres?.stop()
  nats?.stop()
}
report(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)

async function everyday(): Promise<void> {
  section("checks")
  for (const { name, ok, output } of runChecks()) {
    report(`${ok ? "✓" : "✕"} ${name}`)
    if (!ok) report(output)
    total[ok ? "passed" : "failed"] += 1
  }
  guard()
  suite("unit", "unit", "pglite")
  suite("database, embedded", "db", "pglite")
  if (postgres) suite("database, PostgreSQL", "db", "postgres")
  else skip("postgres", "database suites on PostgreSQL")
  if (!nats) skip("nats", "the bus over NATS")
  suite("crash and simulation", "crash", "pglite")
  if (findChromium()) {
    await buildWeb(() => report("building the web app"))
    suite("browser", "e2e", "pglite")
  } else skip("chromium", "browser suites")
}

/** The rules of privacy and safety; see `tools/guard.ts`. Each point counts as a test. */
function guard(): void {
  section("guard")
  const output = path.join(os.tmpdir(), `holdfast-guard-${process.pid}.json`)
  spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(root, "tools/guard.ts"), "--output", output], {
    stdio: "inherit",
  })
  const { points } = JSON.parse(fs.readFileSync(output, "utf8")) as { points: { ok: boolean }[] }
  fs.rmSync(output)
  for (const { ok } of points) total[ok ? "passed" : "failed"] += 1
}

async function startOr(name: string, start: () => Promise<Service | undefined>): Promise<Service | undefined> {
  const service = await start().catch((error: Error) => {
    report(`${name}: ${error.message}`)
    return undefined
  })
  return service
}

/** Runs one project of the test runner and adds its counts. */
function suite(title: string, project: string, engine: string): void {
  section(title)
  const output = path.join(os.tmpdir(), `holdfast-results-${process.pid}-${project}-${engine}.json`)
  const { status } = spawnSync(
    "vitest",
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${output}`, "--passWithNoTests"],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        HOLDFAST_TEST_ENGINE: engine,
        HOLDFAST_TEST_POSTGRES_URL: postgres?.url,
        HOLDFAST_TEST_NATS_URL: nats?.url,
        HOLDFAST_TEST_CHROMIUM: findChromium(),
      },
    },
  )
  if (!fs.existsSync(output)) {
    total.failed += 1
    return
  }
  const results = JSON.parse(fs.readFileSync(output, "utf8")) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
    testResults: { status: string; name: string; assertionResults: { status: string; fullName: string }[] }[]
  }
  fs.rmSync(output)
  const skipped = results.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status: s }) => s !== "passed" && s !== "failed"),
  )
  for (const { fullName } of skipped) report(`skipped: ${fullName}`)
  total.passed += results.numPassedTests
  total.skipped += skipped.length
  // A file that failed to load has no failed test of its own.
  const brokenFiles = results.testResults.filter(
    ({ status: s, assertionResults }) => s === "failed" && !assertionResults.some((a) => a.status === "failed"),
  )
  total.failed +=
    results.numFailedTests + brokenFiles.length + (status !== 0 && results.numFailedTests + brokenFiles.length === 0 ? 1 : 0)
}

function skip(name: string, what: string): void {
  if (required.has(name)) {
    report(`✕ ${name} is required and was not found: ${what}`)
    total.failed += 1
  } else {
    report(`skipped: ${what} (no ${name} on this machine)`)
    total.skipped += 1
  }
}

function section(title: string): void {
  report(`\n── ${title} ──`)
}

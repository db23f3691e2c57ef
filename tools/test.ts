import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
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
  // A storm is played by a clock, which waits more than it works: the checks fit beside it. All other suites fill the machine.
  const guard = startGuard()
  section("checks")
  for (const { name, ok, output } of runChecks()) {
    report(`${ok ? "✓" : "✕"} ${name}`)
    if (!ok) report(output)
    total[ok ? "passed" : "failed"] += 1
  }
  await guard.report()
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

/** The rules of privacy and safety; see `tools/guard.ts`. Each point counts as a test. What it says waits until it is asked for. */
function startGuard(): { report(): Promise<void> } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-guard-"))
  const [output, said] = [path.join(folder, "points.json"), path.join(folder, "said")]
  const file = fs.openSync(said, "w")
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", path.join(root, "tools/guard.ts"), "--output", output],
    { stdio: ["ignore", file, file] },
  )
  const ended = once(child, "exit")
  return {
    report: async () => {
      section("guard")
      await ended
      report(fs.readFileSync(said, "utf8").trimEnd())
      const { points } = JSON.parse(fs.readFileSync(output, "utf8")) as { points: { ok: boolean }[] }
      fs.rmSync(folder, { recursive: true })
      for (const { ok } of points) total[ok ? "passed" : "failed"] += 1
    },
  }
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

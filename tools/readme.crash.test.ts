import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createEmptyDatabase, temporaryFolder } from "../server/test/engines.ts"
import { runCli, type ServerProcess, startServerProcess } from "../server/test/server-process.ts"
import { cli, readCommands, type ShownCommand } from "./readme/commands.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const commands = readCommands(path.join(root, "README.md"))
const folder = temporaryFolder()
const data = path.join(folder, "data")
const PASSPHRASE = "four random words, and more"
const ours = { HOLDFAST_DATA: data, HOLDFAST_BACKUP_PASSPHRASE: PASSPHRASE }

/** Files that a command names stand in the temporary folder, except those of the shared data beside this project. */
function argumentsOf({ args }: ShownCommand): string[] {
  return args.map((arg) => {
    if (arg.startsWith("../")) return path.resolve(root, arg)
    return /\.(holdfast|json|html|csv)$/.test(arg) ? path.join(folder, arg) : arg
  })
}

function absentData({ args }: ShownCommand): string | undefined {
  return args.find((arg) => arg.startsWith("../") && !fs.existsSync(path.resolve(root, arg)))
}

let city: ServerProcess | undefined
beforeAll(async () => {
  city = await startServerProcess(ours)
}, 120_000)
afterAll(async () => {
  await city?.stop()
})

/** A site in the middle of the demo city, for the import. */
async function writeSites(): Promise<void> {
  const session = await fetch(`${city!.url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ role: "engineer" }),
  })
  const cookie = session.headers.getSetCookie().map((one) => one.split(";")[0]!)
  const answer = await fetch(`${city!.url}/api/places/areas`, { headers: { cookie: cookie.join("; ") } })
  const { areas } = (await answer.json()) as { areas: { kind: string; center: [number, number] }[] }
  const [lon, lat] = areas.find(({ kind }) => kind === "district")!.center
  const rows = [
    "id,kind,name_zh,name_en,lon,lat,capacity",
    `readme-shelter,shelter,示例避难场所,Example Shelter,${lon},${lat},200`,
  ]
  fs.writeFileSync(path.join(folder, "sites.csv"), rows.join("\n"))
}

/** Starts what runs until it is stopped, asks its first page, and stops it. */
async function startAndStop(args: readonly string[], environment: Record<string, string>): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", cli, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOLDFAST_LANGUAGE: "en", MQTT_PORT: "0", ...environment },
  })
  let output = ""
  child.stdout!.on("data", (chunk: Buffer) => (output += String(chunk)))
  child.stderr!.on("data", (chunk: Buffer) => (output += String(chunk)))
  const ended = once(child, "exit")
  await expect.poll(() => /running: (http\S+)/.exec(output)?.[1], { timeout: 90_000 }).toBeDefined()
  expect((await fetch(/running: (http\S+)/.exec(output)![1]!)).status).toBe(200)
  child.kill("SIGTERM")
  expect([await ended, output]).toEqual([[0, null], expect.stringContaining("Everything is saved.")])
}

async function run(command: ShownCommand): Promise<void> {
  const { program, environment } = command
  const args = argumentsOf(command)
  if (program === "curl") {
    const at = args.findIndex((arg) => arg.startsWith("http"))
    const answer = await fetch(args[at]!.replace(/^http:\/\/[^/]+/, city!.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: args[args.indexOf("-d") + 1]!,
    })
    expect(answer.status).toBe(201)
  } else if (program === "npm") {
    // It runs `serve` with the packages installed already: the city of these tests was started so.
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { scripts: { start: string } }
    expect(scripts.start).toBe("node tools/bootstrap.mjs cli/src/main.ts serve --open")
    const database = environment["HOLDFAST_DATABASE_URL"]
    if (!database) expect((await fetch(`${city!.url}/demo`)).status).toBe(200)
    else
      await startAndStop(["serve"], {
        PORT: "0",
        HOLDFAST_DATA: path.join(folder, "postgres"),
        HOLDFAST_DATABASE_URL: await createEmptyDatabase(),
      })
  } else if (args[0] === "drill") await startAndStop(args, { ...environment, HOLDFAST_DATA: path.join(folder, "drill") })
  else {
    if (args[0] === "import") await writeSites()
    const own = environment["HOLDFAST_DATA"] ? { HOLDFAST_DATA: path.join(folder, environment["HOLDFAST_DATA"]) } : {}
    expect(await runCli(args, { ...ours, ...own })).toMatchObject({ code: 0 })
  }
}

/** What needs nothing of the city that runs beside it, and much time of a processor. */
const alone = new Set(["replay", "init"])

describe("the commands of the README do what it says", () => {
  for (const command of commands.toSorted((a, b) => Number(alone.has(b.args[0]!)) - Number(alone.has(a.args[0]!)))) {
    const missing = absentData(command)
    const database = command.environment["HOLDFAST_DATABASE_URL"] && !process.env["HOLDFAST_TEST_POSTGRES_URL"]
    const without = missing ? ` (no ${missing} here)` : database ? " (no PostgreSQL here)" : ""
    const options = { skip: without !== "", concurrent: alone.has(command.args[0]!) }
    test(`${command.line}${without}`, options, () => run(command))
  }
})

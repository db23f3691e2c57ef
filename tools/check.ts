import { spawnSync } from "node:child_process"
import fs from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

/** What must hold before any test is worth running. Each row is one command of this project's own tools. */
const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format", "biome", "check", "--error-on-warnings", "."],
  ["lint", "oxlint", "--deny-warnings", "."],
  ["types", "tsc", "-p", "."],
  ["types of the web", "tsc", "-p", "web"],
  ["dead code", "knip", "--no-progress"],
]

export interface CheckResult {
  readonly name: string
  readonly ok: boolean
  readonly output: string
}

/** Runs all checks and gives what each said. */
export function runChecks(): CheckResult[] {
  const results = checks.map(([name, command, ...args]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    return { name, ok: status === 0, output: `${stdout}${stderr}` }
  })
  return [...results, checkDependencies()]
}

/** The dependency rules, and that the tool really read our files: without a parser it reads none and reports success. */
function checkDependencies(): CheckResult {
  const folders = ["packages", "server", "web/src", "cli", "tools"]
  const { status, stdout, stderr } = spawnSync(
    "depcruise",
    ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    },
  )
  const name = "dependency rules"
  if (!stdout) return { name, ok: false, output: stderr }
  const { summary, modules } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] }
    modules: { source: string; followable?: boolean }[]
  }
  const read = new Set(modules.map(({ source }) => source))
  const unread = folders.flatMap((folder) => sources(folder)).filter((file) => !read.has(file))
  const lines = [
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    ...unread.map((file) => `not read by the dependency checker: ${file}`),
  ]
  return { name, ok: lines.length === 0 && (status === 0 || summary.violations.length === 0), output: lines.join("\n") }
}

function sources(folder: string): string[] {
  return fs
    .readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => `${folder}/${name}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = runChecks()
  for (const { name, ok, output } of results) process.stdout.write(`${ok ? "✓" : "✕"} ${name}\n${ok ? "" : `${output}\n`}`)
  process.exit(results.every(({ ok }) => ok) ? 0 : 1)
}

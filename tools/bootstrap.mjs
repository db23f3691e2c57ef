// Plain JavaScript that an old Node reads: installs what the lockfile names, when that changed, and goes on in the project's own Node.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const stamp = path.join(root, "node_modules", ".holdfast-lockfile")
const binaries = path.join(root, "node_modules", ".bin")
const node = path.join(binaries, process.platform === "win32" ? "node.exe" : "node")

/** Installs when needed, then runs `script` of this project with `args`, and ends as it ends. */
export function run(script, args) {
  install()
  const runtime = existsSync(node) ? node : process.execPath
  const environment = { ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH}` }
  const child = spawn(runtime, ["--disable-warning=ExperimentalWarning", path.join(root, script), ...args], {
    stdio: "inherit",
    env: environment,
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)))
}

function install() {
  const wanted = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  process.stderr.write("Installing what Holdfast needs (only when it changed) …\n")
  const npm = process.platform === "win32" ? "npm.cmd" : "npm"
  const done = spawnSync(npm, ["ci", "--ignore-scripts", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  })
  if (done.status !== 0) {
    process.stderr.write("The installation failed. Check the network and try again.\n")
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv[2], process.argv.slice(3))

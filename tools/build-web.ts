import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = path.join(root, "web", "dist")
const STAMP = ".sources"
const stampFile = path.join(folder, STAMP)
const sources = ["web/src", "web/index.html", "web/vite.config.ts", "packages", "package-lock.json"]

/** Builds the web app when its sources changed since the last build; `onBuild` is called when it has to. */
export async function buildWeb(onBuild: () => void): Promise<void> {
  const wanted = hashOf(sources.map((source) => path.join(root, source)))
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === wanted) return
  onBuild()
  // Built beside its place and moved there, so that two starts at once do not see half of it.
  const unfinished = `${folder}.${process.pid}`
  // In a process of its own: what a build takes, half a gigabyte, a server would keep as long as it runs.
  const vite = path.join(root, "node_modules", "vite", "bin", "vite.js")
  const args = ["build", path.join(root, "web"), "--logLevel", "warn", "--outDir", unfinished, "--emptyOutDir"]
  const building = spawn(process.execPath, [vite, ...args], {
    cwd: path.join(root, "web"),
    stdio: ["ignore", "inherit", "inherit"],
  })
  const [code] = (await once(building, "exit")) as [number | null]
  if (code !== 0) throw new Error(`The web app cannot be built: vite ended with ${code}.`)
  fs.writeFileSync(path.join(unfinished, STAMP), wanted)
  fs.rmSync(folder, { recursive: true, force: true })
  fs.renameSync(unfinished, folder)
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256")
  const add = (file: string) => {
    if (fs.statSync(file).isDirectory()) for (const name of fs.readdirSync(file).toSorted()) add(path.join(file, name))
    else if (!/(\.test\.tsx?|\.md)$/.test(file)) hash.update(`${path.relative(root, file)}\n`).update(fs.readFileSync(file))
  }
  for (const file of paths) if (fs.existsSync(file)) add(file)
  return hash.digest("hex")
}

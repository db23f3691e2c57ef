import { createHash } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const stampFile = path.join(root, "web", "dist", ".sources")
const sources = ["web/src", "web/index.html", "web/vite.config.ts", "packages", "package-lock.json"]

/** Builds the web app when its sources changed since the last build; `onBuild` is called when it has to. */
export async function buildWeb(onBuild: () => void): Promise<void> {
  const wanted = hashOf(sources.map((source) => path.join(root, source)))
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === wanted) return
  onBuild()
  const { build } = await import("vite")
  await build({ root: path.join(root, "web"), configFile: path.join(root, "web", "vite.config.ts"), logLevel: "warn" })
  fs.writeFileSync(stampFile, wanted)
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256")
  const add = (file: string) => {
    if (fs.statSync(file).isDirectory()) for (const name of fs.readdirSync(file).toSorted()) add(path.join(file, name))
    else if (!/\.test\.tsx?$/.test(file)) hash.update(`${path.relative(root, file)}\n`).update(fs.readFileSync(file))
  }
  for (const file of paths) if (fs.existsSync(file)) add(file)
  return hash.digest("hex")
}

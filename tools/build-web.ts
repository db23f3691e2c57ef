import { createHash } from "node:crypto"
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
  const { build } = await import("vite")
  // Built beside its place and moved there, so that two starts at once do not see half of it.
  const unfinished = `${folder}.${process.pid}`
  await build({
    root: path.join(root, "web"),
    configFile: path.join(root, "web", "vite.config.ts"),
    logLevel: "warn",
    build: { outDir: unfinished, emptyOutDir: true },
  })
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

import { spawnSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

// `node tools/pack-package.ts packages/cap <folder>`: compiles a package of this workspace to JavaScript with its types, and packs it
// as a file that any project can install. Only for packages that need no other of the workspace.
const root = fileURLToPath(new URL("../", import.meta.url))

/** Packs a package; gives the file. Throws with what the compiler or npm said. */
export function packPackage(folder: string, target: string): string {
  const from = path.resolve(root, folder)
  const staged = fs.mkdtempSync(path.join(target, "package-"))
  run(path.join(root, "node_modules/.bin/tsc"), [
    "-p",
    path.join(from, "tsconfig.build.json"),
    "--outDir",
    path.join(staged, "dist"),
  ])
  const {
    private: _private,
    exports: _exports,
    ...kept
  } = JSON.parse(fs.readFileSync(path.join(from, "package.json"), "utf8")) as Record<string, unknown>
  const published = {
    ...kept,
    exports: { types: "./dist/index.d.ts", default: "./dist/index.js" },
    files: ["dist"],
    sideEffects: false,
  }
  fs.writeFileSync(path.join(staged, "package.json"), `${JSON.stringify(published, null, 2)}\n`)
  fs.copyFileSync(path.join(from, "README.md"), path.join(staged, "README.md"))
  fs.copyFileSync(path.join(root, "LICENSE"), path.join(staged, "LICENSE"))
  const [packed] = JSON.parse(run("npm", ["pack", staged, "--json", "--pack-destination", target])) as [{ filename: string }]
  fs.rmSync(staged, { recursive: true })
  return path.join(target, packed.filename)
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: "utf8" })
  if (status !== 0) throw new Error(`${program} failed: ${stdout}${stderr}`)
  return stdout
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = "packages/cap", target = "."] = process.argv
  fs.mkdirSync(target, { recursive: true })
  process.stdout.write(`${packPackage(folder, path.resolve(target))}\n`)
}

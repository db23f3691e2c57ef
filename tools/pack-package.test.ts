import { spawnSync } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { expect, test } from "vitest"
import { packPackage } from "./pack-package.ts"

/** Compiling and installing, on a busy machine. */
const SLOW_MS = 120_000

test(
  "the CAP package works outside of this workspace, alone",
  () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-pack-"))
    try {
      const file = packPackage("packages/cap", folder)
      fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }')
      const npm = spawnSync("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", file], {
        cwd: folder,
        encoding: "utf8",
      })
      expect([npm.status, npm.status === 0 ? "" : npm.stderr]).toEqual([0, ""])
      expect(fs.readdirSync(path.join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["@holdfast"])
      fs.writeFileSync(
        path.join(folder, "use.js"),
        `import { readCapDocument, verifyCap, writeCap } from "@holdfast/cap"
const xml = writeCap({ identifier: "1", sender: "a@b", sent: "2026-07-31T03:12:00+08:00", status: "Test", msgType: "Alert", scope: "Public" })
const { verdict, alerts, problems } = readCapDocument(new TextEncoder().encode(xml))
console.log(JSON.stringify([verdict, alerts[0].alert.identifier, problems.map(({ code }) => code), (await verifyCap(xml)).verdict]))
`,
      )
      const used = spawnSync(process.execPath, ["use.js"], { cwd: folder, encoding: "utf8" })
      expect(used.stderr).toBe("")
      expect(JSON.parse(used.stdout)).toEqual(["accept-with-defects", "1", ["MISSING_INFO"], "unsigned"])
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  },
  SLOW_MS,
)

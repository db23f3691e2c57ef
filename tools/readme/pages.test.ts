import { execFileSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { cli, readCommands } from "./commands.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
const pages = ["", "docs", "packages", "server/src"].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: folder !== "", encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => path.join(folder, name)),
)
const LINK = /\]\((?!https?:|#)([^)#]+)(?:#([^)]*))?\)/g

test("every link from a page leads somewhere", () => {
  const dead = pages.flatMap((page) =>
    [...fs.readFileSync(path.join(root, page), "utf8").matchAll(LINK)]
      .map(([, target]) => path.join(path.dirname(page), target!))
      .filter((target) => !fs.existsSync(path.join(root, target)))
      .map((target) => `${page} → ${target}`),
  )
  expect(pages.length).toBeGreaterThan(20)
  expect(dead).toEqual([])
})

test("the README has each command of the command line in its table, and no other", () => {
  const help = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", cli, "--help"], {
    encoding: "utf8",
    env: { ...process.env, HOLDFAST_LANGUAGE: "en" },
  })
  const offered = [...help.slice(help.indexOf("Commands:")).matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!)
  const table = /\| command \| what it does \|[\s\S]*?\n\n/.exec(fs.readFileSync(path.join(root, "README.md"), "utf8"))?.[0] ?? ""
  const shown = [...table.matchAll(/^\| `([a-z-]+)/gm)].map(([, name]) => name!)
  expect(shown.toSorted()).toEqual(offered.filter((name) => name !== "help").toSorted())
})

test("commands are read from the shell blocks alone", () => {
  const commands = readCommands(path.join(root, "README.md"))
  expect(commands.map(({ program }) => program)).toContain("holdfast")
  expect(commands.every(({ program }) => ["npm", "curl", "holdfast"].includes(program))).toBe(true)
})

import fs from "node:fs"
import { parseArgs } from "node:util"
import { wordsIn } from "../packages/words/src/index.ts"
import { type GuardResult, guardResultFile, thisBuild } from "../server/src/privacy-page/index.ts"
import { gatherFacts } from "./guard/facts.ts"
import { guardPoints } from "./guard/points.ts"

// `npm run guard`: checks the rules of safety and rights, and leaves the result where the page /privacy reads it.
const { values } = parseArgs({ options: { output: { type: "string" } } })
const words = wordsIn("en")
// A rule that could not be looked at is not one that holds.
const facts = await gatherFacts().catch((error: unknown) => String(error))
const points = guardPoints.map(({ id, check }) => {
  const violations = typeof facts === "string" ? [`it could not be checked: ${facts}`] : [...check(facts)]
  return { id, ok: violations.length === 0, violations }
})
for (const { id, ok, violations } of points) {
  process.stdout.write(`${ok ? "✓" : "✕"} ${id}: ${words(`identity:guard.${id}`)}\n`)
  for (const violation of violations) process.stdout.write(`    ${violation}\n`)
}
const dataFolder = process.env["HOLDFAST_DATA"] || "./data"
const outputs = [values.output, fs.existsSync(dataFolder) ? guardResultFile(dataFolder) : undefined]
const result: GuardResult = { at: new Date().toISOString(), build: thisBuild, points }
for (const output of outputs) if (output) fs.writeFileSync(output, `${JSON.stringify(result, null, 2)}\n`)
process.exit(points.every(({ ok }) => ok) ? 0 : 1)

import fs from "node:fs"
import { parseArgs } from "node:util"
import { wordsIn } from "../packages/words/src/index.ts"
import { type GuardResult, guardResultFile } from "../server/src/privacy-page/index.ts"
import { gatherFacts } from "./guard/facts.ts"
import { guardPoints } from "./guard/points.ts"

// `npm run guard`: checks the rules of safety and rights, and leaves the result where the page /privacy reads it.
const { values } = parseArgs({ options: { output: { type: "string" } } })
const words = wordsIn("en")
const facts = await gatherFacts()
const points = guardPoints.map(({ id, check }) => {
  const violations = [...check(facts)]
  return { id, ok: violations.length === 0, violations }
})
for (const { id, ok, violations } of points) {
  process.stdout.write(`${ok ? "✓" : "✕"} ${id}: ${words(`identity:guard.${id}`)}\n`)
  for (const violation of violations) process.stdout.write(`    ${violation}\n`)
}
const dataFolder = process.env["HOLDFAST_DATA"] || "./data"
const output = values.output ?? (fs.existsSync(dataFolder) ? guardResultFile(dataFolder) : undefined)
const result: GuardResult = { at: new Date().toISOString(), points }
if (output) fs.writeFileSync(output, `${JSON.stringify(result, null, 2)}\n`)
process.exit(points.every(({ ok }) => ok) ? 0 : 1)

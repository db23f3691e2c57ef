import path from "node:path"
import { fileURLToPath } from "node:url"
import { checkPacks, loadPacks, problemWords } from "@holdfast/server"
import { Command } from "commander"
import { language, say } from "./say.ts"

const OUR_PACKS = fileURLToPath(new URL("../../packs/", import.meta.url))

export function packsCommand(): Command {
  const check = new Command("check")
    .description(say("packs:check.about"))
    .argument("[folder]", say("packs:check.folder"), OUR_PACKS)
    .option("--json", say("cli:json"))
    .action(run)
  return new Command("packs").description(say("packs:check.group")).addCommand(check)
}

function run(folder: string, { json }: { json?: boolean }): void {
  const found = checkPacks(folder).map((problem) => ({
    file: path.relative(process.cwd(), problem.file),
    line: problem.line,
    path: problem.path,
    code: problem.rule,
    ...problemWords(language, problem),
  }))
  if (json) process.stdout.write(`${JSON.stringify({ problems: found }, null, 2)}\n`)
  else {
    for (const { file, line, rule, mend } of found)
      process.stdout.write(`${say("packs:check.problem", { file, line, rule, mend })}\n`)
    const count = found.length || loadPacks(folder).all.length
    process.stdout.write(`${say(found.length > 0 ? "packs:check.bad" : "packs:check.good", { count })}\n`)
  }
  if (found.length > 0) process.exitCode = 2
}

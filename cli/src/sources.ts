import fs from "node:fs"
import path from "node:path"
import { loadConfig, readMappings } from "@holdfast/server"
import { Command } from "commander"
import { runOnServer } from "./run-on-server.ts"
import { say } from "./say.ts"

/** `holdfast sources check`: what is wrong in the mapping files of a folder, before a server is started with them. */
export function sourcesCommand(): Command {
  const check = new Command("check")
    .description(say("devices:source.about"))
    .argument("[folder]", say("devices:source.folder"))
    .option("--json", say("cli:json"))
    .action(run)
  const reload = new Command("reload").description(say("devices:source.reload")).action(reloadSources)
  return new Command("sources").description(say("devices:source.group")).addCommand(check).addCommand(reload)
}

/** Has a running server read its mapping files now; it also looks at them by itself every few seconds. */
async function reloadSources(): Promise<void> {
  const done = await runOnServer(loadConfig(process.env).settings.HOLDFAST_DATA, { name: "reload-sources", args: {} }, () => {})
  process.stdout.write(`${say(done === undefined ? "devices:source.notRunning" : "devices:source.reloaded")}\n`)
}

function run(folder: string | undefined, { json }: { json?: boolean }): void {
  const where = folder ?? path.join(loadConfig(process.env).settings.HOLDFAST_DATA, "sources")
  if (!fs.existsSync(where)) {
    process.stderr.write(`${say("devices:source.noFolder", { folder: where })}\n`)
    process.exitCode = 2
    return
  }
  const { mappings, problems } = readMappings(where)
  const found = problems.map(({ file, ...rest }) => ({ file: path.relative(process.cwd(), file), ...rest }))
  if (json)
    process.stdout.write(
      `${JSON.stringify({ sources: mappings.map(({ mapping }) => mapping.name), problems: found }, null, 2)}\n`,
    )
  else {
    for (const { file, line, field, rule, values } of found) {
      const place = { file, line, field, rule: say(`rules:${rule}`, values) }
      process.stdout.write(`${say(field === "" ? "devices:source.problem" : "devices:source.problemAt", place)}\n`)
    }
    process.stdout.write(
      `${say(found.length > 0 ? "devices:source.bad" : "devices:source.good", { count: found.length || mappings.length })}\n`,
    )
  }
  if (found.length > 0) process.exitCode = 2
}

import { loadConfig } from "@holdfast/server"
import { Command } from "commander"
import { say } from "./say.ts"

export function configCommand(): Command {
  return new Command("config")
    .description(say("cli:config.about"))
    .option("--json", say("cli:json"))
    .action(({ json }: { json?: boolean }) => {
      const { effective } = loadConfig(process.env)
      if (json) process.stdout.write(`${JSON.stringify(effective, null, 2)}\n`)
      else
        for (const { name, value, from } of effective)
          process.stdout.write(`${name}=${value}  # ${say(`cli:config.from.${from}`)}\n`)
    })
}

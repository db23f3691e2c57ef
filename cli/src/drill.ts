import { fileURLToPath } from "node:url"
import { type FromDrill, loadConfig, serveDrill, type ToDrill } from "@holdfast/server"
import { Command, Option } from "commander"
import { buildWeb } from "../../tools/build-web.ts"
import { say } from "./say.ts"
import { stopOnSignal } from "./stop-on-signal.ts"

interface Options {
  readonly play?: boolean
  readonly speed: string
  readonly seed: string
}

export function drillCommand(): Command {
  const start = new Command("start")
    .description(say("cli:drill.start"))
    .option("--play", say("cli:drill.play"))
    .addOption(new Option("--speed <speed>", say("cli:drill.speed")).choices(["0", "1", "60", "600"]).default("60"))
    .option("--seed <number>", say("cli:drill.seed"), "1")
    .action(run)
  return new Command("drill").description(say("cli:drill.about")).addCommand(start)
}

async function run({ play, speed, seed }: Options): Promise<void> {
  const { settings } = loadConfig(process.env)
  const print = (line: string) => process.stdout.write(`${line}\n`)
  await buildWeb(() => print(say("cli:serve.building")))
  const webFolder = fileURLToPath(new URL("../../web/dist/", import.meta.url))
  const drill = await serveDrill(settings, { webFolder, seed: Number(seed), speed: Number(speed), play: play ?? false })
  print(say("cli:drill.ready", { url: `${drill.url}/demo` }))
  print(say("cli:serve.stop"))
  const stop = stopOnSignal(drill.close)
  // Started by a city: it is told where we are, and its end is ours.
  if (!process.send) return
  process.on("message", (message: ToDrill) => {
    if (message.kind === "stop") stop()
    else drill.state.realEvent = { at: message.at, title: message.title, url: message.url }
  })
  process.on("disconnect", stop)
  process.send({ kind: "ready", url: drill.url } satisfies FromDrill)
}

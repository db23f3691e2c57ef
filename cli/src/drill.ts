import { fileURLToPath } from "node:url"
import { type FromDrill, hearCity, loadConfig, serveDrill, type ToDrill } from "@holdfast/server"
import { Command, Option } from "commander"
import { buildWeb } from "../../tools/build-web.ts"
import { say, tellFailure } from "./say.ts"
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
  const options = { webFolder, seed: Number(seed), speed: Number(speed), play: play ?? false, onNotMade: tellFailure }
  const drill = await serveDrill(settings, options)
  print(say("cli:drill.ready", { url: `${drill.url}/demo` }))
  print(say("cli:serve.stop"))
  const stop = stopOnSignal(drill.close)
  // A city that started the drill tells it itself what really happens; any other drill looks for its city.
  if (!process.send) return hearCity(settings, drill.tell)
  process.on("message", (message: ToDrill) => (message.kind === "stop" ? stop() : drill.tell(message.event)))
  // Its end is ours.
  process.on("disconnect", stop)
  process.send({ kind: "ready", url: drill.url } satisfies FromDrill)
}

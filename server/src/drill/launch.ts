import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type { Bilingual, LogEvent } from "@holdfast/contracts"
import type { SenseModule } from "../modules/sense/index.ts"
import { LOG_SUBJECT } from "../platform/log/index.ts"
import type { World } from "../platform/world/index.ts"

/** What a drill and the city that started it say to each other. */
export type ToDrill =
  | { readonly kind: "real-event"; readonly at: string; readonly title: Bilingual; readonly url: string }
  | { readonly kind: "stop" }
export interface FromDrill {
  readonly kind: "ready"
  readonly url: string
}

const program = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url))
/** A drill has a database of about one gigabyte of its own, so a city runs one at a time. */
const READY_MAX_MS = 120_000

/**
 * Starts drills as processes of their own, with their own data and address. A drill can reach nothing of the city: the only thing
 * that it hears is that something real needs its people.
 */
export class DrillLauncher {
  readonly #dataFolder: string
  #running: { readonly child: ChildProcess; readonly url: string } | undefined
  #starting: Promise<string> | undefined

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder
  }

  /** Gives the address of the drill, which is started when none is running. */
  async start(options: { readonly play: boolean }): Promise<string> {
    if (this.#running) return this.#running.url
    this.#starting ??= this.#launch(options).finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  /** Passes grave signals of the real city on to the drill, where its people are. Gives a function that ends this. */
  followRealEvents(world: World, sense: Pick<SenseModule, "getSignal">, publicUrl: string): () => void {
    return world.bus.subscribe(LOG_SUBJECT, (payload) => {
      const { module, verb, record, at } = payload as LogEvent
      if (!this.#running || module !== "sense" || verb !== "raise-signal") return
      sense.getSignal(record).then(
        ({ level, rule, area }) => {
          if (level !== "orange" && level !== "red") return
          const title = { "zh-CN": `${area.name["zh-CN"]}：${rule.name["zh-CN"]}`, en: `${area.name.en}: ${rule.name.en}` }
          this.#running?.child.send({ kind: "real-event", at, title, url: `${publicUrl}/console` } satisfies ToDrill)
        },
        // A signal that cannot be read is shown by the city's own console, which is where its people are told to go.
        () => {},
      )
    })
  }

  async stop(): Promise<void> {
    await this.#starting?.catch(() => {})
    const child = this.#running?.child
    if (!child || child.exitCode !== null) return
    const gone = once(child, "exit")
    child.send({ kind: "stop" } satisfies ToDrill)
    await gone
  }

  async #launch({ play }: { readonly play: boolean }): Promise<string> {
    const child = fork(program, ["drill", "start", ...(play ? ["--play"] : [])], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { ...process.env, HOST: "127.0.0.1", PORT: "0", HOLDFAST_DATA: this.#dataFolder },
      // A drill that is told to stop by its city ends itself; a Ctrl-C in the terminal reaches only the city.
      detached: true,
    })
    const late = AbortSignal.timeout(READY_MAX_MS)
    const ready = once(child, "message", { signal: late }).then(([message]) => (message as FromDrill).url)
    const ended = once(child, "exit").then(([code]) =>
      Promise.reject(new Error(`The drill ended with ${String(code)} before it was ready.`)),
    )
    const url = await Promise.race([ready, ended])
    ended.catch(() => {})
    this.#running = { child, url }
    child.on("exit", () => {
      this.#running = undefined
    })
    return url
  }
}

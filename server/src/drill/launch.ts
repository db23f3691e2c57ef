import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type { RealEvent, RealEvents } from "./real-events.ts"

/** What a drill and the city that started it say to each other. */
export type ToDrill = { readonly kind: "real-event"; readonly event: RealEvent } | { readonly kind: "stop" }
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
  #realEvents: RealEvents | undefined
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

  /** From now on drills hear of what really happens, where their people are. */
  tellOf(realEvents: RealEvents): void {
    this.#realEvents = realEvents
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
    // What happens while it starts is told when it is there.
    const from = this.#realEvents?.position ?? 0
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
    const leave = this.#realEvents?.follow(from, ({ event }) => {
      if (child.connected) child.send({ kind: "real-event", event } satisfies ToDrill)
    })
    child.on("exit", () => {
      leave?.()
      this.#running = undefined
    })
    return url
  }
}

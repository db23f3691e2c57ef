import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import path from "node:path"

/** What the guard may ask a city that it started. */
export type Asked =
  | { readonly what: "rows"; readonly sql: string }
  | { readonly what: "speed"; readonly speed: number }
  | { readonly what: "forget"; readonly now: string }
  | { readonly what: "doors" }
  | { readonly what: "stop" }
export interface Question {
  readonly id: number
  readonly asked: Asked
}
export interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** How a city is connected to the world outside of its process. */
export interface Doors {
  /** Connections that it opened itself, by kind. */
  readonly connections: readonly string[]
  /** How many addresses it listens on. */
  readonly listening: number
  /** Entries of the log that it told its bus. */
  readonly heard: number
  readonly position: number
}

/** A city in a process of its own. */
export interface CityProcess {
  readonly url: string
  ask<T = unknown>(asked: Asked): Promise<T>
  /** All that it has printed. */
  output(): string
  stop(): Promise<void>
}

const program = path.join(import.meta.dirname, "city-process.ts")

/** Starts a real city: `live` as `holdfast serve` does it, `drill` as a city starts a drill. Rejects when it ends before it is ready. */
export async function startCityProcess(kind: "live" | "drill", environment: Record<string, string>): Promise<CityProcess> {
  const child = fork(program, [kind], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...process.env, HOST: "127.0.0.1", PORT: "0", MQTT_PORT: "0", HOLDFAST_LANGUAGE: "en", ...environment },
  })
  let output = ""
  child.stdout!.on("data", (chunk: Buffer) => (output += String(chunk)))
  child.stderr!.on("data", (chunk: Buffer) => (output += String(chunk)))
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`The ${kind} city ended with ${String(code)}: ${output}`)),
  )
  ended.catch(() => {})
  const url = await Promise.race([once(child, "message").then(([message]) => String((message as Answer).value)), ended])
  const ask = asker(child, ended)
  return {
    url,
    ask,
    output: () => output,
    stop: async () => {
      if (!child.connected) return
      const gone = once(child, "exit")
      await ask({ what: "stop" }).finally(() => child.disconnect())
      await gone
    },
  }
}

function asker(child: ChildProcess, ended: Promise<never>) {
  let last = 0
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  child.on("message", ({ id, value, error }: Answer) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(value)
    else one?.reject(new Error(error))
  })
  return <T>(asked: Asked): Promise<T> => {
    last += 1
    const id = last
    const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
    child.send({ id, asked } satisfies Question)
    return Promise.race([answered, ended]) as Promise<T>
  }
}

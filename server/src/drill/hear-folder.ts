import { setTimeout } from "node:timers/promises"
import { DrillClock } from "@holdfast/contracts"
import type { Json } from "@holdfast/kernel"
import { z } from "zod"
import type { Command } from "../commands/command.ts"
import { type CommandLine, sendCommand } from "../platform/lock/index.ts"
import type { RealEvent, RealEvents } from "./real-events.ts"

const NAME = "follow-real-events"
/** A server that is not there may come: it is looked for this often. */
const LOOK_MS = 2_000

const Args = z.object({ from: z.int().min(0).nullable() })
const Heard = z.object({ position: z.int(), event: DrillClock.shape.realEvent })

/** Serves a drill that somebody started from the command line: tells it, as long as it listens, what really happens. */
export function realEventsCommand(events: Pick<RealEvents, "position" | "follow">): Command {
  return {
    name: NAME,
    run: async (_world, args, report, gone) => {
      const from = Args.parse(args).from ?? events.position
      report({ position: from, event: null })
      const leave = events.follow(from, ({ position, event }) => report({ position, event: { ...event } }))
      await new Promise((resolve) => gone.addEventListener("abort", resolve, { once: true }))
      leave()
      return null
    },
  }
}

/**
 * Hears what really happens from the server of a data folder, whenever one runs there: by the socket for commands, the one door that
 * a city opens to its own machine. After a restart of that server nothing is missed. Gives a function that ends it.
 */
export function hearFolder(folder: string, onEvent: (event: RealEvent) => void): () => void {
  const ended = new AbortController()
  let from: number | null = null
  const hear = (line: CommandLine) => {
    if (line.kind !== "progress") return
    const { position, event } = Heard.parse(line.line)
    from = position
    if (event) onEvent(event)
  }
  const listen = async () => {
    while (!ended.signal.aborted) {
      const args: Json = { from }
      // A connection that breaks is a server that stopped, and is asked for again.
      await sendCommand(folder, { name: NAME, args }, hear, ended.signal).catch(() => {})
      await setTimeout(LOOK_MS, undefined, { signal: ended.signal, ref: false }).catch(() => {})
    }
  }
  void listen()
  return () => ended.abort()
}

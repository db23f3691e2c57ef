import path from "node:path"
import { z } from "zod"
import { readRoots, verifyLog } from "../platform/log/index.ts"
import type { Command } from "./command.ts"

const Args = z.object({
  /** A file with roots that was kept somewhere else; without it the file in the data folder is used. */
  roots: z.string().optional(),
})

export const verifyLogCommand: Command = {
  name: "verify-log",
  async run(world, given, report) {
    const args = Args.parse(given)
    await world.log.drain()
    world.log.roots.flush()
    const { roots, leftOut } = readRoots(args.roots ?? path.join(world.dataFolder, "log-roots.jsonl"))
    const found = await verifyLog(world.db, {
      roots,
      publicKey: world.log.roots.publicKey,
      onProgress: (done, of) => report({ done, of }),
    })
    return { ...found, rootsLeftOut: leftOut, faults: found.faults.map(({ kind, seq }) => ({ kind, seq })) }
  },
}

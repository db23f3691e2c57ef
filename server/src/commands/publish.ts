import { z } from "zod"
import type { Command } from "./command.ts"

const Args = z.object({ folder: z.string().min(1) })

/** Writes the public pages as files. Only where the server runs: it alone has the city in memory. */
export function publishCommand(publish: (folder: string) => Promise<{ files: number; written: number }>): Command {
  return { name: "publish", run: async (_world, args) => publish(Args.parse(args).folder) }
}

import { LOG_SUBJECT, type LogHeader } from "../log/index.ts"
import type { World } from "./world.ts"

const PAGE = 200
const RETRY_MS = 1_000

export interface Following {
  /** Waits until everything in the log so far was handled. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/**
 * Reads the log on from a position, entry by entry, as it grows. An entry that fails is tried again after a second, and those
 * behind it wait.
 */
export function tailLog(
  world: Pick<World, "bus" | "log">,
  options: {
    readonly from: number
    readonly handle: (header: LogHeader) => Promise<void>
    /** Everything up to this position was handled. */
    readonly onPage?: (position: number) => Promise<unknown>
    readonly onError: (error: unknown) => void
  },
): Following {
  let position = options.from
  let stopped = false
  let running: Promise<void> | undefined

  const run = async () => {
    for (;;) {
      const headers = await world.log.after(position, PAGE)
      if (headers.length === 0 || stopped) return
      for (const header of headers) {
        if (stopped) return
        await options.handle(header)
        position = header.seq
      }
      await options.onPage?.(position)
    }
  }
  const kick = () => {
    if (stopped || running) return
    running = run().then(
      () => {
        running = undefined
        if (position < world.log.position) kick()
      },
      (error: unknown) => {
        running = undefined
        options.onError(error)
        setTimeout(kick, RETRY_MS).unref()
      },
    )
  }
  const leave = world.bus.subscribe(LOG_SUBJECT, kick)
  kick()
  return {
    caughtUp: async () => {
      while (position < world.log.position) {
        kick()
        await running
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    },
    stop: async () => {
      stopped = true
      leave()
      await running
    },
  }
}

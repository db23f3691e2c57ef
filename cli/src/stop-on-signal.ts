import { say, tellFailure } from "./say.ts"

const IMPATIENT_MS = 1_000

/**
 * Stops in the ordinary way on Ctrl-C or a request to end, and gives the same as a function. A terminal sends Ctrl-C to us and to
 * our parent, who passes it on; who asks again later does not want to wait, which loses nothing that was acknowledged.
 */
export function stopOnSignal(close: () => Promise<void>): () => void {
  let stoppingSinceMs: number | undefined
  const stop = () => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs > IMPATIENT_MS) process.exit(1)
      return
    }
    stoppingSinceMs = performance.now()
    close().then(
      () => process.stdout.write(`${say("cli:serve.stopped")}\n`, () => process.exit(0)),
      (error: unknown) => {
        tellFailure(error)
        process.exit(1)
      },
    )
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  return stop
}

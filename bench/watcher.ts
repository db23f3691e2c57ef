import { clearInterval, setInterval } from "node:timers"
import type { BenchServer } from "./bench-server.ts"
import { signIn } from "./gauges.ts"
import { type Figure, quantile } from "./measure.ts"

const LOOK_MS = 1_000
/** What stands in `/metrics` about how hard the server is pressed. */
const TOLD = /^(holdfast_(?:mqtt|measurements)_\w+)(?:\{[^}]*\})? ([\d.e+]+)$/gm
const HEAP = /^nodejs_heap_size_used_bytes (\S+)$/m

/** Looks once a second, as an engineer and somebody on duty do, and remembers how long that took and the most that it saw. */
export class Watcher {
  readonly #server: BenchServer
  readonly #cookie: string
  readonly #timer: NodeJS.Timeout
  #healthMs: number[] = []
  #readMs: number[] = []
  #residentMb = 0
  #heapMb = 0
  readonly #most = new Map<string, number>()
  newest: Record<string, number> = {}
  #isLooking = false

  private constructor(server: BenchServer, cookie: string) {
    this.#server = server
    this.#cookie = cookie
    this.#timer = setInterval(() => void this.#look(), LOOK_MS)
  }

  static async start(server: BenchServer): Promise<Watcher> {
    return new Watcher(server, await signIn(server.url, "duty-officer"))
  }

  clear(): void {
    this.#healthMs = []
    this.#readMs = []
    this.#residentMb = 0
    this.#heapMb = 0
    this.#most.clear()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  figures(): Figure[] {
    const one = (name: string, unit: string, value: number): Figure => ({ name, unit, values: [value], decimals: 0 })
    return [
      one("memory, most", "MB", this.#residentMb),
      one("of it heap in use, most", "MB", this.#heapMb),
      one("`/healthz`, p50", "ms", quantile(this.#healthMs, 0.5)),
      one("`/healthz`, p99", "ms", quantile(this.#healthMs, 0.99)),
      one("the inbox of the console, p50", "ms", quantile(this.#readMs, 0.5)),
      one("the inbox of the console, p99", "ms", quantile(this.#readMs, 0.99)),
      ...[...this.#most].map(([name, value]) => one(`\`${name}\`, most`, "", value)),
    ]
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      this.#residentMb = Math.max(this.#residentMb, this.#server.residentMb() ?? 0)
      this.#healthMs.push(await this.#ask("/healthz"))
      this.#readMs.push(await this.#ask("/api/inbox"))
      const metrics = await (await fetch(`${this.#server.url}/metrics`)).text()
      this.#heapMb = Math.max(this.#heapMb, Number(HEAP.exec(metrics)?.[1]) / 2 ** 20)
      this.newest = { residentMb: Math.round(this.#server.residentMb() ?? 0) }
      for (const [, name, value] of metrics.matchAll(TOLD)) {
        this.newest[name!] = Number(value)
        this.#most.set(name!, Math.max(this.#most.get(name!) ?? 0, Number(value)))
      }
    } finally {
      this.#isLooking = false
    }
  }

  async #ask(address: string): Promise<number> {
    const startedMs = performance.now()
    const answer = await fetch(`${this.#server.url}${address}`, { headers: { cookie: this.#cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    return performance.now() - startedMs
  }
}

import { performance } from "node:perf_hooks"
import { setInterval } from "node:timers"
import { type Language, wordsIn } from "@holdfast/words"

const LOOK_MS = 100
/** Above this the people on duty would begin to wait; below the other one there is room again. */
const BUSY = { above: 0.85, below: 0.7 } as const
/** Even then somebody gets through: what they read they tell. */
const SHARE_MAX = 0.95

/** Fewer than these in one look are not what makes it busy: a machine that starts or computes sends nobody away. */
const READERS_MIN = 50

/**
 * Which share of readers is sent away next, between 0 and 1: quickly more while it is busy with them, slowly fewer afterwards.
 *
 * @param look how busy the last moment was, between 0 and 1, and how many readers came in it
 */
export function nextShare(share: number, { busy, readers }: { readonly busy: number; readonly readers: number }): number {
  if (readers < READERS_MIN) return share < 0.01 ? 0 : share * 0.8
  if (busy > BUSY.above) return Math.min(SHARE_MAX, share + (1 - share) / 4)
  if (busy >= BUSY.below) return share
  return share < 0.01 ? 0 : share * 0.8
}

/**
 * Sends readers of public pages away when there are more than this machine can serve, so that the people on duty go on working: each
 * is told to come back in some seconds, and their browser does so by itself.
 */
export class ReaderGate {
  readonly #timer: NodeJS.Timeout
  #share = 0
  #readers = 0
  #last = performance.eventLoopUtilization()

  constructor() {
    this.#timer = setInterval(() => {
      const now = performance.eventLoopUtilization()
      const busy = performance.eventLoopUtilization(now, this.#last).utilization
      this.#share = nextShare(this.#share, { busy, readers: this.#readers })
      this.#readers = 0
      this.#last = now
    }, LOOK_MS).unref()
  }

  /** Whether one more reader is too many. */
  isFull(): boolean {
    this.#readers += 1
    return this.#share > 0 && Math.random() < this.#share
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

/** What a reader gets who was sent away; the browser asks again by itself. */
export function fullPage(language: Language, retryAfterS: number): string {
  const words = wordsIn(language)
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="${retryAfterS}"><link rel="icon" href="data:,"><title>${words("public:full.title")}</title><h1>${words("public:full.title")}</h1><p>${words("public:full.wait", { seconds: retryAfterS })}</p><p>${words("public:paper.calls")}</p></html>`
}

import { toEvent } from "../../log/index.ts"
import type { World } from "../../world/index.ts"
import { type News, toNews } from "./news.ts"

/** Further behind than this, reading everything anew is faster than catching up. */
export const CATCH_UP_MAX = 5_000

/**
 * The newest entries of the log, in memory for all streams: after a restart ten thousand browsers come back within a second, and
 * the database is asked once for all of them. At most twice `CATCH_UP_MAX` are kept.
 */
export class RecentNews {
  readonly #world: World
  /** In the order of their positions; undefined until the first asks. */
  #news: News[] | undefined
  #loading: Promise<News[]> | undefined
  /** What came while the log was being read. */
  #held: News[] = []

  constructor(world: World) {
    this.#world = world
  }

  /** Takes up what the log tells, in order. */
  add(news: News): void {
    if (!this.#news) {
      if (this.#loading) this.#held.push(news)
      return
    }
    this.#news.push(news)
    if (this.#news.length > 2 * CATCH_UP_MAX) this.#news.splice(0, this.#news.length - CATCH_UP_MAX)
  }

  /** What came after a position that lies at most `CATCH_UP_MAX` back. */
  async after(position: number): Promise<readonly News[]> {
    if (position >= this.#world.log.position) return []
    const news = this.#news ?? (await (this.#loading ??= this.#load()))
    let from = news.length
    while (from > 0 && news[from - 1]!.event.seq > position) from -= 1
    return news.slice(from)
  }

  async #load(): Promise<News[]> {
    try {
      const headers = await this.#world.log.after(Math.max(0, this.#world.log.position - CATCH_UP_MAX), CATCH_UP_MAX)
      const news = headers.map((header) => toNews(toEvent(header)))
      const last = news.at(-1)?.event.seq ?? 0
      news.push(...this.#held.filter(({ event }) => event.seq > last))
      this.#news = news
      return news
    } finally {
      this.#held = []
      this.#loading = undefined
    }
  }
}

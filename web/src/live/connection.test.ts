import { afterEach, expect, test, vi } from "vitest"
import { connectLive, type LiveMessage } from "./connection.ts"

/** Node has no `EventSource`; this one says what the test lets it say. */
class Source {
  static readonly CLOSED = 2
  static all: Source[] = []
  readonly url: string
  readonly readyState = 1
  isClosed = false
  onmessage: unknown
  onerror: unknown
  readonly #listeners = new Map<string, (event: { data: string }) => void>()
  constructor(url: string) {
    this.url = url
    Source.all.push(this)
  }
  addEventListener(name: string, listener: (event: { data: string }) => void): void {
    this.#listeners.set(name, listener)
  }
  beat(position: number, signedIn: boolean): void {
    this.#listeners.get("beat")!({ data: JSON.stringify({ position, at: "2026-07-30T19:00:00Z", signedIn }) })
  }
  close(): void {
    this.isClosed = true
  }
}
afterEach(() => vi.unstubAllGlobals())

test("a stream that hears as nobody begins anew when a page is opened, and its readers load what they missed", () => {
  vi.stubGlobal("EventSource", Source)
  const told: LiveMessage["kind"][] = []
  const live = connectLive(({ kind }) => told.push(kind))
  const [first] = Source.all
  // Not known yet, and then as somebody: a tab more is no reason to begin anew.
  live.join()
  first!.beat(4, true)
  live.join()
  first!.beat(5, true)
  expect([Source.all.length, first!.isClosed]).toEqual([1, false])
  // Its session ended, and the browser took the stream up again.
  first!.beat(7, false)
  live.join()
  expect([first!.isClosed, Source.all.map(({ url }) => url)]).toEqual([true, ["/api/live", "/api/live?after=7"]])
  expect(told).toEqual(["beat", "beat", "beat", "lost"])
  // As whom the new one hears was not known when the next page came: once more, and not for ever.
  live.join()
  Source.all[1]!.beat(8, false)
  expect(Source.all.map(({ isClosed }) => isClosed)).toEqual([true, true, false])
  Source.all[2]!.beat(8, false)
  live.close()
  expect(Source.all.map(({ isClosed }) => isClosed)).toEqual([true, true, true])
})

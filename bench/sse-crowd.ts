import net from "node:net"
import { parentPort, Worker, workerData } from "node:worker_threads"

/** By the clock of all threads, in ms: when the first and the last reader had it. */
export interface Heard {
  readonly count: number
  readonly firstMs: number
  readonly lastMs: number
  /** How often readers had it that had it already. */
  readonly doubles: number
}
type Order =
  | { readonly kind: "open"; readonly url: string; readonly count: number }
  | { readonly kind: "drop" }
  | { readonly kind: "hear"; readonly text: string; readonly url?: string | undefined }

/** Opening more than so many at once only fills the waiting line of the listener. */
const OPENING_AT_ONCE = 500
const AGAIN_MS = 50
/** After the last one has it, doubles are waited for so long. */
const DOUBLES_MS = 1_000
const ID = Buffer.from("id: ")

/**
 * Readers of server-sent events on a thread of their own, so that they do not share one with what is measured. They look for one
 * text, as bytes, and keep the position of the newest piece.
 */
export class Crowd {
  readonly #worker = new Worker(new URL(import.meta.url), { workerData: "crowd" })

  /** Ends when all have the first bytes of their answer. */
  open(url: string, count: number): Promise<void> {
    return this.#ask({ kind: "open", url, count })
  }
  /** All lose their connection, and do not come back before they are told to hear. */
  drop(): Promise<void> {
    return this.#ask({ kind: "drop" })
  }
  /**
   * Ends when all had `text`. With `url` they come back first, all at once, and each as often as it is refused.
   *
   * @param url where they come back to, from the position that each of them had
   */
  hear(text: string, url?: string): Promise<Heard> {
    return this.#ask({ kind: "hear", text, url })
  }
  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #ask<T>(order: Order): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#worker.once("message", resolve)
      this.#worker.once("error", reject)
      this.#worker.postMessage(order)
    })
  }
}

if (workerData === "crowd" && parentPort) runCrowd(parentPort)

function runCrowd(port: NonNullable<typeof parentPort>): void {
  const readers: Reader[] = []
  const nowMs = () => performance.timeOrigin + performance.now()

  const open = async (url: string, count: number): Promise<void> => {
    let left = count
    const openSome = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        const reader = new Reader()
        readers.push(reader)
        await reader.open(url)
      }
    }
    await Promise.all(Array.from({ length: OPENING_AT_ONCE }, openSome))
  }

  const hear = (text: string, url: string | undefined) =>
    new Promise<Heard>((resolve) => {
      const heard = { count: 0, firstMs: 0, lastMs: 0, doubles: 0 }
      for (const reader of readers) {
        reader.hear(Buffer.from(text), (times) => {
          if (times > 1) {
            heard.doubles += 1
            return
          }
          heard.count += 1
          if (heard.count === 1) heard.firstMs = nowMs()
          if (heard.count < readers.length) return
          heard.lastMs = nowMs()
          setTimeout(() => resolve(heard), DOUBLES_MS)
        })
        if (url !== undefined) void reader.comeBack(url)
      }
    })

  const obey = async (order: Order): Promise<Heard | undefined> => {
    switch (order.kind) {
      case "open":
        await open(order.url, order.count)
        return undefined
      case "drop":
        for (const reader of readers) reader.drop()
        return undefined
      case "hear":
        return hear(order.text, order.url)
    }
  }
  port.on("message", (order: Order) => void obey(order).then((told) => port.postMessage(told)))
}

class Reader {
  #socket: net.Socket | undefined
  #position = 0
  #wanted: Buffer | undefined
  #times = 0
  #onHeard: ((times: number) => void) | undefined

  /** Ends with the first bytes of the answer. */
  open(url: string): Promise<void> {
    const { hostname, port, pathname } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), hostname)
      this.#socket = socket
      socket.on("connect", () => {
        const resumed = this.#position > 0 ? `last-event-id: ${this.#position}\r\n` : ""
        socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\naccept: text/event-stream\r\n${resumed}\r\n`)
      })
      socket.once("data", (piece) => (piece.subarray(0, 16).includes(" 200 ") ? resolve() : reject(new Error(String(piece)))))
      socket.on("data", (piece) => this.#take(piece))
      socket.on("error", reject)
      socket.on("close", () => reject(new Error("closed before it answered")))
    })
  }

  drop(): void {
    this.#socket?.destroy()
  }

  async comeBack(url: string): Promise<void> {
    for (;;) {
      try {
        return await this.open(url)
      } catch {
        this.drop()
        await new Promise((again) => setTimeout(again, AGAIN_MS))
      }
    }
  }

  hear(text: Buffer, onHeard: (times: number) => void): void {
    this.#wanted = text
    this.#times = 0
    this.#onHeard = onHeard
  }

  /** Pieces are short and come whole: what is looked for is never cut, and is counted each time that it is there. */
  #take(piece: Buffer): void {
    const at = Math.max(piece.lastIndexOf("\nid: "), piece.subarray(0, 4).equals(ID) ? -1 : Number.NEGATIVE_INFINITY)
    if (at >= -1) {
      const position = Number.parseInt(piece.toString("latin1", at + 5, at + 17), 10)
      if (position > this.#position) this.#position = position
    }
    if (!this.#wanted) return
    for (let from = piece.indexOf(this.#wanted); from >= 0; from = piece.indexOf(this.#wanted, from + 1)) {
      this.#times += 1
      this.#onHeard?.(this.#times)
    }
  }
}

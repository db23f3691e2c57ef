import type { ServerResponse } from "node:http"
import type { LogEvent } from "@holdfast/contracts"
import type { News } from "./news.ts"
import { CATCH_UP_MAX, type RecentNews } from "./recent-news.ts"

/** What may wait for a slow reader before it is cut. It comes back and resumes from the last position it saw. */
const WAITING_MAX_BYTES = 512 * 1024

/** What a heartbeat says: the position of the log, and the world's time. */
export interface Beat {
  readonly position: number
  readonly at: string
}

export interface StreamOptions {
  readonly response: ServerResponse
  readonly visible: (event: LogEvent) => boolean
  readonly signedIn: boolean
}

/** One reader's stream of server-sent events. */
export class Stream {
  readonly signedIn: boolean
  readonly #response: ServerResponse
  readonly #visible: (event: LogEvent) => boolean
  /** News that came while the log was still being read. */
  #held: News[] | undefined = []
  #sent = 0

  constructor({ response, visible, signedIn }: StreamOptions) {
    this.#response = response
    this.#visible = visible
    this.signedIn = signedIn
  }

  /** Says everything after `after`, or `reset` when that is too far back or not of this log, and goes on with the tail. */
  async start(recent: RecentNews, after: number, now: () => Beat): Promise<void> {
    // Without chunks a piece of news is the same bytes for everybody: it is written as it is, once for each reader.
    this.#response.useChunkedEncodingByDefault = false
    this.#response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" })
    this.#response.flushHeaders()
    const { position } = now()
    if (after > position || position - after > CATCH_UP_MAX) {
      this.#sent = position
      this.#write(`id: ${position}\nevent: reset\ndata: ${position}\n\n`)
    } else {
      this.#sent = after
      for (const news of await recent.after(after)) this.#send(news)
    }
    const held = this.#held ?? []
    this.#held = undefined
    for (const news of held) this.#send(news)
    const beat = now()
    this.beat(beat, toBytes({ ...beat, position: Math.max(this.#sent, position) }, this.signedIn))
  }

  tail(news: News): void {
    if (this.#held) this.#held.push(news)
    else this.#send(news)
  }

  /** @param bytes of this beat, made once for all readers that are as far as the log */
  beat(beat: Beat, bytes: Buffer): void {
    if (this.#held) return
    this.#write(this.#sent > beat.position ? toBytes({ ...beat, position: this.#sent }, this.signedIn) : bytes)
  }

  end(): void {
    this.#response.end()
  }

  #send({ event, bytes }: News): void {
    if (event.seq <= this.#sent) return
    this.#sent = event.seq
    if (this.#visible(event)) this.#write(bytes)
  }

  #write(bytes: Buffer | string): void {
    // It was ended, and is not closed yet.
    if (this.#response.writableEnded) return
    const { socket } = this.#response
    // The socket itself: what a response adds to each piece costs as much as the piece.
    if (!socket || socket.writableLength > WAITING_MAX_BYTES) this.#response.destroy()
    else socket.write(bytes)
  }
}

/** A heartbeat as it goes out. */
export function toBytes({ position, at }: Beat, signedIn: boolean): Buffer {
  return Buffer.from(`id: ${position}\nevent: beat\ndata: ${JSON.stringify({ position, at, signedIn })}\n\n`)
}

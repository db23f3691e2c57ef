import type { ServerResponse } from "node:http"
import type { LogEvent } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { Gauge } from "prom-client"
import { z } from "zod"
import { platformErrors } from "../errors.ts"
import { type Actor, LOG_SUBJECT, toEvent } from "../log/index.ts"
import type { World } from "../world/index.ts"
import type { WatchSession } from "./context.ts"

const HEARTBEAT_MS = 2_000
const STREAMS_MAX = 10_000
/** Further behind than this, reading everything anew is faster than catching up. */
const CATCH_UP_MAX = 5_000
/** What may wait for a slow reader before it is cut. It comes back and resumes from the last position it saw. */
const WAITING_MAX_BYTES = 512 * 1024

export interface LiveOptions {
  readonly world: World
  /** Which news somebody may hear; `actor` is undefined for who is not signed in. */
  readonly mayHear: (event: LogEvent, actor: Actor | undefined) => boolean
  readonly openStreams: Gauge
  readonly watchSession: WatchSession
}

/**
 * `GET /api/live`: the log's headers as server-sent events. `id` is the position; it also comes alone with each heartbeat, which
 * says whether this stream hears as somebody who is signed in.
 * The tail is joined first and the log read up to it, so nothing falls between. A position that is too old, or from another
 * database, gets `reset`: the reader loads anew and comes back with the position of what it loaded. A stream ends with the session
 * that it was opened with; who comes back then is nobody, and hears what everybody may.
 */
export function liveRoutes({ world, mayHear, openStreams, watchSession }: LiveOptions): FastifyPluginAsyncZod {
  const streams = new Set<Stream>()
  return async (app) => {
    const unsubscribe = world.bus.subscribe(LOG_SUBJECT, (payload) => {
      const news = toNews(payload as LogEvent)
      for (const stream of streams) stream.tail(news)
    })
    const heartbeat = setInterval(() => {
      const at = world.clock.now().toISOString()
      for (const stream of streams) stream.beat(world.log.position, at)
    }, HEARTBEAT_MS)
    // Streams never end by themselves, so they must go before the server waits for its connections.
    app.addHook("preClose", async () => {
      clearInterval(heartbeat)
      unsubscribe()
      for (const stream of streams) stream.end()
    })

    app.get(
      "/live",
      { schema: { operationId: "live", querystring: z.object({ after: z.coerce.number().int().nonnegative().optional() }) } },
      async (request, reply) => {
        if (streams.size >= STREAMS_MAX) throw platformErrors.TOO_MANY_STREAMS({ limit: STREAMS_MAX })
        const resumed = Number(request.headers["last-event-id"])
        const after = Number.isSafeInteger(resumed) ? resumed : (request.query.after ?? world.log.position)
        const { actor } = request
        const visible = (event: LogEvent) => mayHear(event, actor)
        reply.hijack()
        for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
        const stream = new Stream(reply.raw, visible, actor !== undefined)
        const stopWatching = watchSession(request, () => stream.end())
        streams.add(stream)
        openStreams.set(streams.size)
        reply.raw.on("close", () => {
          stopWatching()
          streams.delete(stream)
          openStreams.set(streams.size)
        })
        await stream.start(world, after)
      },
    )
  }
}

/** News with its text, which is written once for all who hear it. */
interface News {
  readonly event: LogEvent
  readonly text: string
}

function toNews(event: LogEvent): News {
  return { event, text: `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n` }
}

class Stream {
  readonly #response: ServerResponse
  readonly #visible: (event: LogEvent) => boolean
  readonly #signedIn: boolean
  /** News that came while the log was still being read. */
  #held: News[] | undefined = []
  #sent = 0

  constructor(response: ServerResponse, visible: (event: LogEvent) => boolean, signedIn: boolean) {
    this.#response = response
    this.#visible = visible
    this.#signedIn = signedIn
  }

  async start(world: World, after: number): Promise<void> {
    this.#response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" })
    const position = world.log.position
    if (after > position || position - after > CATCH_UP_MAX) {
      this.#sent = position
      this.#write(`id: ${position}\nevent: reset\ndata: ${position}\n\n`)
    } else {
      this.#sent = after
      for (const header of await world.log.after(after, CATCH_UP_MAX)) this.#send(toNews(toEvent(header)))
    }
    const held = this.#held ?? []
    this.#held = undefined
    for (const news of held) this.#send(news)
    this.beat(Math.max(this.#sent, position), world.clock.now().toISOString())
  }

  tail(news: News): void {
    if (this.#held) this.#held.push(news)
    else this.#send(news)
  }

  beat(position: number, at: string): void {
    if (this.#held) return
    const data = JSON.stringify({ position, at, signedIn: this.#signedIn })
    this.#write(`id: ${Math.max(position, this.#sent)}\nevent: beat\ndata: ${data}\n\n`)
  }

  end(): void {
    this.#response.end()
  }

  #send({ event, text }: News): void {
    if (event.seq <= this.#sent) return
    this.#sent = event.seq
    if (this.#visible(event)) this.#write(text)
  }

  #write(text: string): void {
    // It was ended, and is not closed yet.
    if (this.#response.writableEnded) return
    if (this.#response.writableLength > WAITING_MAX_BYTES) this.#response.destroy()
    else this.#response.write(text)
  }
}

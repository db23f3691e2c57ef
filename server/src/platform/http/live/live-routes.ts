import type { LogEvent } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { Gauge } from "prom-client"
import { z } from "zod"
import { platformErrors } from "../../errors.ts"
import { type Actor, LOG_SUBJECT } from "../../log/index.ts"
import type { World } from "../../world/index.ts"
import type { WatchSession } from "../context.ts"
import { toNews } from "./news.ts"
import { RecentNews } from "./recent-news.ts"
import { type Beat, Stream, toBytes } from "./stream.ts"

/** Each stream hears its heart beat this often. */
const HEARTBEAT_MS = 2_000
/** The beats of all streams are spread over so many moments, so that ten thousand of them never hold up what is asked meanwhile. */
const HEARTBEAT_PARTS = 20
const STREAMS_MAX = 25_000

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
  const parts = Array.from({ length: HEARTBEAT_PARTS }, () => new Set<Stream>())
  const recent = new RecentNews(world)
  const now = (): Beat => ({ position: world.log.position, at: world.clock.now().toISOString() })
  let open = 0
  return async (app) => {
    const unsubscribe = world.bus.subscribe(LOG_SUBJECT, (payload) => {
      const news = toNews(payload as LogEvent)
      recent.add(news)
      for (const streams of parts) for (const stream of streams) stream.tail(news)
    })
    let turn = 0
    const heartbeat = setInterval(() => {
      turn = (turn + 1) % HEARTBEAT_PARTS
      const beat = now()
      const bytes = { in: toBytes(beat, true), out: toBytes(beat, false) }
      for (const stream of parts[turn]!) stream.beat(beat, stream.signedIn ? bytes.in : bytes.out)
    }, HEARTBEAT_MS / HEARTBEAT_PARTS)
    // Streams never end by themselves, so they must go before the server waits for its connections.
    app.addHook("preClose", async () => {
      clearInterval(heartbeat)
      unsubscribe()
      for (const streams of parts) for (const stream of streams) stream.end()
    })

    app.get(
      "/live",
      { schema: { operationId: "live", querystring: z.object({ after: z.coerce.number().int().nonnegative().optional() }) } },
      async (request, reply) => {
        if (open >= STREAMS_MAX) throw platformErrors.TOO_MANY_STREAMS({ limit: STREAMS_MAX })
        const resumed = Number(request.headers["last-event-id"])
        const after = Number.isSafeInteger(resumed) ? resumed : (request.query.after ?? world.log.position)
        const { actor } = request
        reply.hijack()
        for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
        const stream = new Stream({
          response: reply.raw,
          visible: (event) => mayHear(event, actor),
          signedIn: actor !== undefined,
        })
        const stopWatching = watchSession(request, () => stream.end())
        const streams = parts.reduce((least, part) => (part.size < least.size ? part : least))
        streams.add(stream)
        open += 1
        openStreams.set(open)
        reply.raw.on("close", () => {
          stopWatching()
          streams.delete(stream)
          open -= 1
          openStreams.set(open)
        })
        await stream.start(recent, after, now)
      },
    )
  }
}

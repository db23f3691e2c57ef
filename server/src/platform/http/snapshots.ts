import { createHash } from "node:crypto"
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify"
import type { World } from "../world/index.ts"

/** Together with the largest answer this bounds the memory: answers to other questions push the oldest out. */
const KEPT_MAX = 64
/** A larger answer is made anew each time. */
const ANSWER_MAX_BYTES = 2 * 1024 * 1024

interface Answer {
  readonly bytes: Buffer
  readonly etag: string
}

interface Kept {
  readonly version: number
  readonly answer: Promise<Answer | undefined>
}

/**
 * Keeps the answers of some operations as bytes until the world changes: a question that many consoles ask after each piece of
 * news goes to the database once. An answer is kept for a role and its area, and only where those, the address, and the language
 * decide what it says; nobody without a role gets a kept one. Its handler, which checks the permission, has run for exactly this
 * role and area. Who changed something never reads a state older than their own change.
 */
export class Snapshots {
  readonly #world: World
  readonly #operations: ReadonlySet<string>
  readonly #kept = new Map<string, Kept>()

  /** @param operations the `operationId` of each route whose answers are kept */
  constructor(world: World, operations: readonly string[]) {
    this.#world = world
    this.#operations = new Set(operations)
  }

  /** Puts itself before the handlers of these routes; called before any route is registered. */
  attach(app: FastifyInstance): void {
    app.addHook("onRoute", (route) => {
      if (route.method === "GET" && this.#operations.has(String((route.schema as { operationId?: string })?.operationId)))
        this.#wrap(route)
    })
  }

  #wrap(route: RouteOptions): void {
    const { handler } = route
    const answer = this.#answer.bind(this)
    route.handler = async function (this: FastifyInstance, request, reply) {
      return answer(request, reply, async () => handler.call(this, request, reply))
    }
  }

  async #answer(request: FastifyRequest, reply: FastifyReply, load: () => Promise<unknown>): Promise<unknown> {
    const { actor } = request
    if (!actor) return load()
    const key = JSON.stringify([request.url, request.language, actor.role, actor.area ?? null])
    const { version } = this.#world
    let kept = this.#kept.get(key)
    if (kept?.version !== version) {
      kept = { version, answer: load().then((value) => toAnswer(reply.serialize(value))) }
      this.#keep(key, kept)
    }
    const answer = await kept.answer
    if (!answer) return load()
    void reply.header("etag", answer.etag).header("cache-control", "private, no-cache")
    if (request.headers["if-none-match"] === answer.etag) return reply.status(304).send()
    return reply.type("application/json; charset=utf-8").send(answer.bytes)
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    kept.answer.catch(() => this.#kept.get(key) === kept && this.#kept.delete(key))
    if (this.#kept.size > KEPT_MAX) this.#kept.delete(this.#kept.keys().next().value!)
  }
}

function toAnswer(text: string | ArrayBuffer | Buffer): Answer | undefined {
  const bytes = typeof text === "string" ? Buffer.from(text) : Buffer.from(text as ArrayBuffer)
  if (bytes.length > ANSWER_MAX_BYTES) return undefined
  return { bytes, etag: `"${createHash("sha256").update(bytes).digest("base64url")}"` }
}

import { createHash } from "node:crypto"
import type { LogEvent } from "@holdfast/contracts"
import type { FastifyReply, FastifyRequest } from "fastify"
import { LOG_SUBJECT } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"

/** A page or file as it is served: its bytes and their tag. */
export interface Rendered {
  readonly body: Buffer
  readonly etag: string
}

/** Pages by language, size, and place; a city has about a hundred places. */
const ENTRIES_MAX = 1_000

/**
 * What everybody reads at once in a bad night is rendered once per change and served from memory. The log says when something
 * changed; readers that ask in the same moment wait for the same rendering.
 */
export class RenderCache {
  readonly #entries = new Map<string, Promise<Rendered>>()
  readonly #leave: () => void

  constructor(world: World, changes: (event: LogEvent) => boolean) {
    this.#leave = world.bus.subscribe(LOG_SUBJECT, (payload) => {
      // What is being rendered now may not know of the change: it goes to who asked before, and nobody else.
      if (changes(payload as LogEvent)) this.#entries.clear()
    })
  }

  get(key: string, render: () => Promise<string>): Promise<Rendered> {
    const found = this.#entries.get(key)
    if (found) return found
    const rendering = render().then(toRendered)
    if (this.#entries.size >= ENTRIES_MAX) this.#entries.delete(this.#entries.keys().next().value!)
    this.#entries.set(key, rendering)
    rendering.catch(() => {
      if (this.#entries.get(key) === rendering) this.#entries.delete(key)
    })
    return rendering
  }

  stop(): void {
    this.#leave()
  }
}

/** Sends what was rendered, or nothing when the reader has it already. */
export function answerRendered(request: FastifyRequest, reply: FastifyReply, { body, etag }: Rendered, type: string) {
  void reply.header("etag", etag).header("cache-control", "no-cache").type(type)
  if (request.headers["if-none-match"] === etag) return reply.status(304).send()
  return reply.send(body)
}

function toRendered(text: string): Rendered {
  const body = Buffer.from(text)
  return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` }
}

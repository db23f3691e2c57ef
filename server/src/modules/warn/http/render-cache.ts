import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
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

  get(key: string, render: () => Promise<string | Uint8Array>): Promise<Rendered> {
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

const PACKABLE = /^text\/|json|xml/
const packed = new WeakMap<Rendered, Buffer>()

/** Once for all who take it so. */
function pack(rendered: Rendered): Buffer {
  const found = packed.get(rendered) ?? gzipSync(rendered.body)
  packed.set(rendered, found)
  return found
}

/** Sends what was rendered, or nothing when the reader has it already. */
export function answerRendered(request: FastifyRequest, reply: FastifyReply, rendered: Rendered, type: string) {
  const { body, etag } = rendered
  const isPacked = PACKABLE.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")
  const vary = [reply.getHeader("vary"), "accept-encoding"].filter(Boolean).join(", ")
  // Other bytes, another tag (RFC 9110, 8.8.3.3).
  const tag = isPacked ? `${etag.slice(0, -1)}-gzip"` : etag
  void reply.headers({ etag: tag, vary, "cache-control": "no-cache" }).type(type)
  if (request.headers["if-none-match"] === tag) return reply.status(304).send()
  return isPacked ? reply.header("content-encoding", "gzip").send(pack(rendered)) : reply.send(body)
}

function toRendered(text: string | Uint8Array): Rendered {
  const body = Buffer.from(text)
  return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` }
}

import { Socket } from "node:net"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { platformErrors } from "../errors.ts"

const MIB = 1024 * 1024
/** Bytes of all bodies together that may be on their way or in work. */
const ALL_MAX_BYTES = 128 * MIB
/** Of these, what large bodies may take: photos keep nobody from signing in, and no device from measuring. */
const LARGE_MAX_BYTES = 96 * MIB
const LARGE_BYTES = 256 * 1024
/** No door keeps more of one body; what comes past it is thrown away as it comes. */
const ONE_MAX_BYTES = 9 * MIB
/** Of a body without a length (chunked). Doors that take more than this know who sends, or want to be told the length. */
const UNTOLD_BYTES = MIB
/** Where there is no room, who is slower than this for so long gives way. Nothing slower brings a photo within its two minutes. */
const SLOW_AFTER_MS = 5_000
const SLOW_BYTES_PER_S = 32 * 1024

/** A body that was let in. */
interface Body {
  readonly bytes: number
  readonly isWhole: () => boolean
  readonly arrivedBytes: () => number
  readonly cut: () => void
}

/** The room that bodies have in memory. It is taken by their announced length before any of it is read. */
export class BodyRoom {
  /** With how much of each had arrived when it was last found to be quick enough. */
  readonly #bodies = new Map<Body, { ms: number; bytes: number }>()
  #bytes = 0
  #largeBytes = 0

  /**
   * Takes room for a body. False where there is none, also after whoever is slow gave way.
   *
   * @param nowMs milliseconds of a clock that only goes forward
   */
  take(body: Body, nowMs: number): boolean {
    for (const other of this.#bodies.keys()) {
      if (this.#fits(body)) break
      const helps = isLarge(other) || !isLarge(body)
      if (!helps || !this.#isSlow(other, nowMs)) continue
      this.release(other)
      other.cut()
    }
    if (!this.#fits(body)) return false
    this.#bodies.set(body, { ms: nowMs, bytes: 0 })
    this.#count(body, body.bytes)
    return true
  }

  release(body: Body): void {
    if (this.#bodies.delete(body)) this.#count(body, -body.bytes)
  }

  #fits(body: Body): boolean {
    const largeBytes = isLarge(body) ? this.#largeBytes + body.bytes : 0
    return this.#bytes + body.bytes <= ALL_MAX_BYTES && largeBytes <= LARGE_MAX_BYTES
  }

  #isSlow(body: Body, nowMs: number): boolean {
    const mark = this.#bodies.get(body)!
    const passedMs = nowMs - mark.ms
    if (passedMs < SLOW_AFTER_MS || body.isWhole()) return false
    const arrived = body.arrivedBytes()
    if (arrived - mark.bytes < (passedMs / 1_000) * SLOW_BYTES_PER_S) return true
    // Who was quick at first and then stopped is found out the next time.
    this.#bodies.set(body, { ms: nowMs, bytes: arrived })
    return false
  }

  #count(body: Body, bytes: number): void {
    this.#bytes += bytes
    if (isLarge(body)) this.#largeBytes += bytes
  }
}

/** Bounds what bodies hold of the memory, whoever sends them. Past it the answer is `PLATFORM_BODIES_BUSY`, before a byte is read. */
export function boundBodies(app: FastifyInstance): void {
  const room = new BodyRoom()
  app.addHook("onRequest", async ({ raw, headers }, reply) => {
    const bytes = bytesOf(headers)
    const { socket } = raw
    // What asks from within has no socket; who is gone already sends no more.
    if (bytes === 0 || !(socket instanceof Socket) || socket.destroyed) return
    const before = socket.bytesRead
    const body: Body = {
      bytes,
      isWhole: () => raw.complete,
      arrivedBytes: () => socket.bytesRead - before,
      cut: () => raw.destroy(),
    }
    if (!room.take(body, performance.now())) throw platformErrors.BODIES_BUSY({})
    reply.raw.once("close", () => room.release(body))
  })
}

function bytesOf(headers: FastifyRequest["headers"]): number {
  if (headers["transfer-encoding"] !== undefined) return UNTOLD_BYTES
  return Math.min(Number(headers["content-length"] ?? 0), ONE_MAX_BYTES)
}

function isLarge({ bytes }: Body): boolean {
  return bytes >= LARGE_BYTES
}

/** How long messages may wait for their commit while others stand in line. */
const WAIT_MS = 250
/** So many at least and at most wait for their commit together: fewer cost speed, and more gain none. */
const [INSIDE_MIN, INSIDE_MAX] = [2_000, 16_000]
/** The speed is taken anew after so long. */
const MEASURED_MS = 100
/** What one connection may send in at a turn, while others stand in line. */
const TURN = 16
/** Bytes that were read and wait. The rest waits with TCP and with the sender. */
const BYTES_MAX = 192 * 1024 * 1024

/** Somebody who has messages and must wait for a turn. */
export interface Standing {
  /** Takes at most so many; afterwards it may stand in line again. */
  turn(messages: number): void
}

/**
 * Lets messages in as fast as they are kept. Who comes when there is no room stands in line, and everybody there gets a turn before
 * anybody gets a second one. A connection that has nothing inside always gets one message in, so that a device which waits for each
 * PUBACK never stands behind what others have heaped up. Nothing is dropped: who stands in line is not read from, so that its sender
 * is held back by TCP and by PUBACKs that come late.
 */
export class Line {
  readonly #nowMs: () => number
  readonly #standing = new Set<Standing>()
  #inside = 0
  #insideMax = INSIDE_MAX
  #bytes = 0
  #isCalling = false
  /** Of those that left since then, the speed is taken. */
  #left = 0
  #sinceMs: number | undefined

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Messages that wait for their commit. */
  get inside(): number {
    return this.#inside
  }
  /** Connections that wait for their turn. */
  get standing(): number {
    return this.#standing.size
  }
  get bytes(): number {
    return this.#bytes
  }

  /** Whether somebody who has so many inside may send another one in. */
  mayEnter(own: number): boolean {
    return own === 0 || this.#inside < this.#insideMax
  }
  entered(): void {
    this.#inside += 1
  }
  /** One is kept, or cannot be. */
  left(): void {
    this.#inside -= 1
    this.#left += 1
    if (this.#standing.size === 0 || this.#isCalling) return
    this.#isCalling = true
    // The PUBACKs of one commit leave before more is taken in.
    setImmediate(this.#call)
  }

  stand(somebody: Standing): void {
    this.#standing.add(somebody)
  }
  goAway(somebody: Standing): void {
    this.#standing.delete(somebody)
  }

  /** So many bytes more, or fewer, wait to be taken. False when that is too much: whoever brought them has to go. */
  hold(bytes: number): boolean {
    this.#bytes += bytes
    return bytes <= 0 || this.#bytes <= BYTES_MAX
  }

  readonly #call = (): void => {
    this.#isCalling = false
    this.#measure(this.#nowMs())
    for (const first of this.#standing) {
      if (this.#inside >= this.#insideMax) return
      this.#standing.delete(first)
      first.turn(TURN)
    }
    this.#sinceMs = undefined
  }

  /** As many may be inside as leave within the time that they may wait. Only while there is a line is it known how fast that is. */
  #measure(nowMs: number): void {
    const tookMs = nowMs - (this.#sinceMs ?? nowMs)
    if (this.#sinceMs !== undefined && tookMs < MEASURED_MS) return
    if (tookMs > 0) this.#insideMax = Math.max(INSIDE_MIN, Math.min(INSIDE_MAX, (this.#left / tookMs) * WAIT_MS))
    this.#sinceMs = nowMs
    this.#left = 0
  }
}

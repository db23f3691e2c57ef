import type net from "node:net"
import { Random } from "@holdfast/kernel"
import type { Gauge } from "./gauges.ts"
import { connectMqtt, type Message, messageOf } from "./mqtt-flood.ts"

const PUBACK_BYTES = 4
/** A device that was cut comes back after so long, and a random while more. */
const BACK_AFTER_MS = 500

/** What all devices together did. */
export interface Tally {
  /** Connections that the server ended. */
  ended: number
  /** Measurements that were due. */
  offered: number
  /** Of them, those for which nothing more could be sent, because too many waited for their PUBACK. */
  heldBack: number
  acknowledged: number
  /** Of the acknowledged, those that can be stored. */
  good: number
}

interface Sent extends Message {
  readonly atMs: number
  readonly sentMs: number
}

/** A gauge that measures as it is told to, keeps what is not acknowledged, and sends it again after it was cut. */
export class PressingDevice {
  readonly #gauge: Gauge
  readonly #name: string
  readonly #port: number
  readonly #tally: Tally
  readonly #random: Random
  readonly #inFlight = new Map<number, Sent>()
  #socket: net.Socket | undefined
  #lastId = 0
  #lastMs = 0
  #odd: Buffer = Buffer.alloc(0)
  #isClosed = false
  /** Called with each measurement that was acknowledged and can be stored. */
  onKept: ((atMs: number, tookMs: number) => void) | undefined
  onAcknowledged: (() => void) | undefined

  constructor(options: { gauge: Gauge; name: string; port: number; seed: number; tally: Tally }) {
    this.#gauge = options.gauge
    this.#name = options.name
    this.#port = options.port
    this.#tally = options.tally
    this.#random = new Random(options.seed)
  }

  get waiting(): number {
    return this.#inFlight.size
  }

  async connect(): Promise<void> {
    const socket = await connectMqtt(this.#port, this.#name, this.#gauge)
    this.#odd = Buffer.alloc(0)
    socket.on("data", (bytes) => this.#read(bytes))
    socket.on("close", () => this.#gone())
    this.#socket = socket
    const again = [...this.#inFlight.values()].map(({ frame }) => frame)
    if (again.length > 0) socket.write(Buffer.concat(again))
  }

  /** So many measurements are due. Those that fit into the window leave; the rest is lost to the device. */
  measure(count: number, windowMax: number): void {
    this.#tally.offered += count
    const room = this.#socket ? Math.max(0, windowMax - this.#inFlight.size) : 0
    this.#tally.heldBack += Math.max(0, count - room)
    const frames: Buffer[] = []
    for (let i = 0; i < Math.min(count, room); i += 1) {
      // Now, and each at a millisecond of its own. It is dry, so that nobody but the river raises a signal.
      this.#lastMs = Math.max(Date.now(), this.#lastMs + 1)
      const row = { datastream: this.#gauge.datastream, atMs: this.#lastMs, value: 0 }
      const message = messageOf(row, this.#random)
      do this.#lastId = (this.#lastId % 65_535) + 1
      while (this.#inFlight.has(this.#lastId))
      message.frame.writeUInt16BE(this.#lastId, message.idAt)
      this.#inFlight.set(this.#lastId, { ...message, atMs: row.atMs, sentMs: performance.now() })
      frames.push(message.frame)
    }
    if (frames.length > 0) this.#socket!.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames))
  }

  close(): void {
    this.#isClosed = true
    this.#socket?.destroy()
  }

  #read(chunk: Buffer): void {
    const bytes = this.#odd.length === 0 ? chunk : Buffer.concat([this.#odd, chunk])
    let at = 0
    for (; at + PUBACK_BYTES <= bytes.length; at += PUBACK_BYTES) {
      const id = bytes.readUInt16BE(at + 2)
      const sent = this.#inFlight.get(id)
      if (!sent) continue
      this.#inFlight.delete(id)
      this.#tally.acknowledged += 1
      if (sent.isMalformed) continue
      this.#tally.good += 1
      this.onKept?.(sent.atMs, performance.now() - sent.sentMs)
    }
    this.#odd = bytes.subarray(at)
    this.onAcknowledged?.()
  }

  #gone(): void {
    this.#socket = undefined
    if (this.#isClosed) return
    this.#tally.ended += 1
    this.#comeBack()
  }

  #comeBack(): void {
    setTimeout(
      () => {
        if (!this.#isClosed) this.connect().catch(() => this.#comeBack())
      },
      BACK_AFTER_MS * (1 + this.#random.float()),
    )
  }
}

import { randomUUID } from "node:crypto"
import type net from "node:net"
import { CONNECT, type Connect, DISCONNECT, PINGREQ, PUBLISH, pubacks, readConnect, readFrame } from "./frames.ts"
import type { Accept, Waiter } from "./types.ts"

/** Who has not said CONNECT after this goes, so that open sockets alone hold nothing. */
const CONNECT_MS = 10_000
/** Messages of one connection that wait for their commit; then nothing more is read from it, and TCP holds the sender back. */
const WAITING_MAX = 1_000
const CONNACK_ACCEPTED = Buffer.of(0x20, 2, 0, 0)
const CONNACK_REFUSED = Buffer.of(0x20, 2, 0, 4)
const PINGRESP = Buffer.of(0xd0, 0)
const NOTHING = Buffer.alloc(0)

/** What a connection asks of the listener that it belongs to. */
export interface ConnectionHost<P> {
  readonly packetMaxBytes: number
  authenticate(connect: Pick<Connect, "name" | "password">, socket: net.Socket): Promise<P | undefined>
  readonly accept: Accept<P>
  /** Whether another connection or a session of this client id is the broker's. */
  isBrokers(clientId: string): boolean
  opened(connection: DeviceConnection<P>): void
  closed(connection: DeviceConnection<P>): void
  /** Gives the socket to the broker for good. `replayed` is what it must read first; `principal` is known when it said CONNECT before. */
  handOver(socket: net.Socket, replayed: Buffer, principal: { readonly is: P } | undefined): void
}

/**
 * A connection as most devices use it: CONNECT, then PUBLISH of QoS 0 or 1, and PINGREQ. They are read where they lie, and PUBACKs
 * leave in one piece for all that one commit kept. Anything else that a client says makes it the broker's, with its CONNECT.
 */
export class DeviceConnection<P> implements Waiter {
  readonly #socket: net.Socket
  readonly #host: ConnectionHost<P>
  clientId = ""
  #principal: { readonly is: P } | undefined
  #connect: Buffer = NOTHING
  #rest: Buffer = NOTHING
  #isAsking = false
  #isDone = false
  #waiting = 0
  #acks: number[] = []
  /** The one that is given on. */
  readonly #message = { topic: "", bytes: NOTHING as Buffer, start: 0, end: 0 }
  /** Most devices send to one topic all their lives. */
  #topicBytes: Buffer = NOTHING

  constructor(socket: net.Socket, host: ConnectionHost<P>) {
    this.#socket = socket
    this.#host = host
    socket.setTimeout(CONNECT_MS, this.#end)
    socket.on("data", this.#read).on("error", this.#end).on("close", this.#end)
  }

  get principal(): P | undefined {
    return this.#principal?.is
  }

  /** Ends it; what waits for its commit is stored, and not acknowledged here any more. */
  end(): void {
    this.#end()
  }

  readonly #end = (): void => {
    if (this.#isDone) return
    this.#isDone = true
    this.#socket.destroy()
    this.#host.closed(this)
  }

  readonly #read = (chunk: Buffer): void => {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    if (!this.#isAsking) this.#take()
  }

  /** Takes whole packets from what has come. */
  #take(): void {
    const bytes = this.#rest
    let at = 0
    while (!this.#isDone && !this.#isAsking && at < bytes.length) {
      // Who speaks another language is not waited for.
      if (!this.#principal && bytes[at]! >> 4 !== CONNECT) return this.#end()
      const frame = readFrame(bytes, at, this.#host.packetMaxBytes)
      if (frame === "broken") return this.#end()
      if (!frame) break
      const { type, flags, start, end } = frame
      if (!this.#principal) {
        const connect = readConnect(bytes, frame)
        if (!connect || this.#host.isBrokers(connect.clientId)) return this.#handOver(bytes.subarray(at))
        this.#connect = Buffer.from(bytes.subarray(at, end))
        this.#ask(connect)
      } else if (type === PUBLISH && (flags & 0x06) <= 0x02) {
        if (!this.#publish(bytes, start, end, (flags & 0x06) === 0x02)) return this.#end()
      } else if (type === PINGREQ) {
        this.#socket.write(PINGRESP)
      } else if (type === DISCONNECT) {
        this.#flush()
        return this.#end()
      } else {
        return this.#handOver(bytes.subarray(at))
      }
      at = end
    }
    // A copy of what is left, so that a large piece is not held for a few bytes.
    this.#rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at))
  }

  #publish(bytes: Buffer, start: number, end: number, isAcknowledged: boolean): boolean {
    if (start + 2 > end) return false
    const topicEnd = start + 2 + bytes.readUInt16BE(start)
    const payloadStart = topicEnd + (isAcknowledged ? 2 : 0)
    if (topicEnd === start + 2 || payloadStart > end) return false
    const id = isAcknowledged ? bytes.readUInt16BE(topicEnd) : 0
    if (isAcknowledged && id === 0) return false
    this.#waiting += 1
    if (this.#waiting === WAITING_MAX) this.#socket.pause()
    const message = this.#message
    if (!isText(bytes, start + 2, topicEnd, this.#topicBytes)) {
      this.#topicBytes = Buffer.from(bytes.subarray(start + 2, topicEnd))
      message.topic = bytes.toString("latin1", start + 2, topicEnd)
    }
    message.bytes = bytes
    message.start = payloadStart
    message.end = end
    this.#host.accept(message, this.#principal!.is, this, id)
    return true
  }

  /** One message is kept, or cannot be. */
  settled(id: number, error?: unknown): void {
    this.#waiting -= 1
    if (this.#waiting === WAITING_MAX / 2) this.#socket.resume()
    if (error !== undefined) {
      this.#flush()
      return this.#end()
    }
    if (id === 0) return
    this.#acks.push(id)
    if (this.#acks.length === 1) queueMicrotask(() => this.#flush())
  }

  /** Also after the socket became the broker's: what it sent before is acknowledged by whoever took it. */
  #flush(): void {
    if (this.#acks.length === 0 || this.#socket.destroyed) return
    this.#socket.write(pubacks(this.#acks))
    this.#acks = []
  }

  #ask(connect: Connect): void {
    this.#isAsking = true
    this.#socket.pause()
    this.#host.authenticate(connect, this.#socket).then(
      (principal) => {
        if (this.#isDone) return
        if (principal === undefined) {
          this.#socket.end(CONNACK_REFUSED)
          return this.#end0()
        }
        this.#isAsking = false
        this.#principal = { is: principal }
        this.clientId = connect.clientId || randomUUID()
        this.#socket.setTimeout(connect.keepAliveSeconds * 1_500)
        this.#host.opened(this)
        this.#socket.write(CONNACK_ACCEPTED)
        this.#take()
        if (!this.#isDone) this.#socket.resume()
      },
      () => this.#end(),
    )
  }

  /** Ends after what was written has left. */
  #end0(): void {
    this.#isDone = true
    this.#host.closed(this)
    this.#socket.resume()
  }

  #handOver(rest: Buffer): void {
    this.#isDone = true
    const socket = this.#socket
    socket.setTimeout(0)
    socket.off("data", this.#read).off("error", this.#end).off("close", this.#end).off("timeout", this.#end)
    this.#host.closed(this)
    this.#host.handOver(socket, Buffer.concat([this.#connect, rest]), this.#principal)
  }
}

function isText(bytes: Buffer, start: number, end: number, text: Buffer): boolean {
  if (end - start !== text.length) return false
  for (let i = 0; i < text.length; i += 1) if (bytes[start + i] !== text[i]) return false
  return true
}

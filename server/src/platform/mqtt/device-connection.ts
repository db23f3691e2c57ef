import { randomUUID } from "node:crypto"
import type net from "node:net"
import { CONNECT, type Connect, DISCONNECT, PINGREQ, PUBLISH, pubacks, readConnect, readFrame } from "./frames.ts"
import type { Line, Standing } from "./line.ts"
import type { Accept, Waiter } from "./types.ts"

/** Who has not said CONNECT after this goes, so that open sockets alone hold nothing. */
const CONNECT_MS = 10_000
/** Who was refused has so long to read it. */
const REFUSED_MS = 1_000
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
  readonly line: Line
  /** Whether another connection or a session of this client id is the broker's. */
  isBrokers(clientId: string): boolean
  opened(connection: DeviceConnection<P>): void
  closed(connection: DeviceConnection<P>): void
  /** It brought more than there is room for, and was ended. */
  ended(): void
  /** Gives the socket to the broker for good. `replayed` is what it must read first; `principal` is known when it said CONNECT before. */
  handOver(socket: net.Socket, replayed: Buffer, principal: { readonly is: P } | undefined): void
}

/**
 * A connection as most devices use it: CONNECT, then PUBLISH of QoS 0 or 1, and PINGREQ. They are read where they lie, and PUBACKs
 * leave in one piece for all that one commit kept. Anything else that a client says makes it the broker's, with its CONNECT. When more
 * comes than is kept, it stands in line with what it has, and nothing more is read from it.
 */
export class DeviceConnection<P> implements Waiter, Standing {
  readonly #socket: net.Socket
  readonly #host: ConnectionHost<P>
  clientId = ""
  #principal: { readonly is: P } | undefined
  #connect: Buffer = NOTHING
  #rest: Buffer = NOTHING
  #isAsking = false
  #isDone = false
  #isStanding = false
  #isFull = false
  #isPaused = false
  #waiting = 0
  #acks: number[] = []
  /** The one that is given on. */
  readonly #message = { topic: "", bytes: NOTHING as Buffer, start: 0, end: 0 }
  /** Most devices send to one topic all their lives. */
  #topicBytes: Buffer = NOTHING

  constructor(socket: net.Socket, host: ConnectionHost<P>) {
    this.#socket = socket
    this.#host = host
    socket.setTimeout(CONNECT_MS, this.#silent)
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
    this.#leave()
  }

  /** Who is held back is silent because nobody reads from it. */
  readonly #silent = (): void => {
    if (this.#isStanding || this.#isFull) this.#socket.setTimeout(this.#socket.timeout ?? 0)
    else this.#end()
  }

  #leave(): void {
    this.#keep(NOTHING)
    this.#host.line.goAway(this)
    this.#host.closed(this)
  }

  readonly #read = (chunk: Buffer): void => {
    if (this.#isDone) return
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    if (this.#isAsking || this.#isStanding) this.#keep(bytes)
    else this.#take(bytes)
  }

  /** What is left for later. */
  #keep(bytes: Buffer): void {
    const isRoom = this.#host.line.hold(bytes.length - this.#rest.length)
    this.#rest = bytes
    if (isRoom) return
    this.#host.ended()
    this.#end()
  }

  turn(messages: number): void {
    this.#isStanding = false
    this.#take(this.#rest, messages)
  }

  /** Takes whole packets from what has come; at its turn so many messages, else as many as there is room for. */
  #take(bytes: Buffer, turn?: number): void {
    let at = 0
    let left = turn
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
        if (left === undefined ? !this.#host.line.mayEnter(this.#waiting) : left === 0) {
          this.#isStanding = true
          this.#host.line.stand(this)
          break
        }
        if (left !== undefined) left -= 1
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
    if (this.#isDone) return
    // A copy of what is left, so that a large piece is not held for a few bytes.
    this.#keep(at === 0 ? bytes : at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at)))
    this.#flow()
  }

  /** Reads on, unless there is a reason not to: then TCP holds the sender back. */
  #flow(): void {
    const isPaused = this.#isAsking || this.#isStanding || this.#isFull
    if (isPaused === this.#isPaused || this.#isDone) return
    this.#isPaused = isPaused
    if (isPaused) this.#socket.pause()
    else this.#socket.resume()
  }

  #publish(bytes: Buffer, start: number, end: number, isAcknowledged: boolean): boolean {
    if (start + 2 > end) return false
    const topicEnd = start + 2 + bytes.readUInt16BE(start)
    const payloadStart = topicEnd + (isAcknowledged ? 2 : 0)
    if (topicEnd === start + 2 || payloadStart > end) return false
    const id = isAcknowledged ? bytes.readUInt16BE(topicEnd) : 0
    if (isAcknowledged && id === 0) return false
    this.#waiting += 1
    this.#host.line.entered()
    if (this.#waiting === WAITING_MAX) this.#isFull = true
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
    this.#host.line.left()
    if (this.#isFull && this.#waiting === WAITING_MAX / 2) {
      this.#isFull = false
      this.#flow()
    }
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
    this.#host.authenticate(connect, this.#socket).then(
      (principal) => {
        if (this.#isDone) return
        if (principal === undefined) return this.#refuse()
        this.#isAsking = false
        this.#principal = { is: principal }
        this.clientId = connect.clientId || randomUUID()
        this.#socket.setTimeout(connect.keepAliveSeconds * 1_500)
        this.#host.opened(this)
        this.#socket.write(CONNACK_ACCEPTED)
        this.#take(this.#rest)
      },
      () => this.#end(),
    )
  }

  /** Ends when that was read, and whether or not it is. */
  #refuse(): void {
    this.#isDone = true
    this.#leave()
    this.#socket.end(CONNACK_REFUSED)
    this.#socket.resume()
    setTimeout(() => this.#socket.destroy(), REFUSED_MS).unref()
  }

  #handOver(rest: Buffer): void {
    this.#isDone = true
    const socket = this.#socket
    socket.setTimeout(0)
    socket.off("data", this.#read).off("error", this.#end).off("close", this.#end).off("timeout", this.#silent)
    this.#leave()
    this.#host.handOver(socket, Buffer.concat([this.#connect, rest]), this.#principal)
  }
}

function isText(bytes: Buffer, start: number, end: number, text: Buffer): boolean {
  if (end - start !== text.length) return false
  for (let i = 0; i < text.length; i += 1) if (bytes[start + i] !== text[i]) return false
  return true
}

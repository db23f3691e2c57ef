import assert from "node:assert"
import net from "node:net"
import { Random } from "@holdfast/kernel"
import type { Row } from "./storm.ts"

const MALFORMED_SHARE = 0.01
/** Connections that are opened at once. */
const OPENED_AT_ONCE = 200
const PUBACK_BYTES = 4
const TOPIC = "v1.1/Observations"
const [NAME_FLAG, PASSWORD_FLAG, CLEAN_FLAG] = [0x80, 0x40, 0x02]

/** With what a connection signs in; the broker that stores nothing takes it as it is. */
export interface SignIn {
  readonly name: string
  readonly secret: string
}

export interface Message {
  readonly frame: Buffer
  /** Where its packet id stands. */
  readonly idAt: number
  readonly isMalformed: boolean
}

/** The packets of rows, each with 150 bytes of JSON or a little less; one in a hundred is cut off in the middle. */
export function messagesOf(rows: readonly Row[], seed: number): Message[] {
  const random = new Random(seed)
  return rows.map((row) => messageOf(row, random))
}

/** As `messagesOf`, for one. */
export function messageOf({ datastream, atMs, value }: Row, random: Random): Message {
  const at = new Date(atMs).toISOString()
  const json = `{"Datastream": {"@iot.id": ${datastream}}, "phenomenonTime": "${at}", "resultTime": "${at}", "result": ${value}}`
  const isMalformed = random.float() < MALFORMED_SHARE
  const frame = publish(TOPIC, isMalformed ? json.slice(0, 90) : json)
  return { frame, idAt: frame.indexOf(TOPIC) + TOPIC.length, isMalformed }
}

/** A PUBLISH of QoS 1 whose packet id, the two bytes after the topic, is filled in when it leaves. */
function publish(topic: string, payload: string): Buffer {
  const rest = 2 + topic.length + 2 + payload.length
  const length = rest < 128 ? [rest] : [(rest & 0x7f) | 0x80, rest >> 7]
  return Buffer.concat([Buffer.of(0x32, ...length, 0, topic.length), Buffer.from(`${topic}\0\0${payload}`)])
}

/** A connection that has signed in. Rejects when it is refused or ends before. */
export function connectMqtt(port: number, clientId: string, { name, secret }: SignIn): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true })
    const texts = [clientId, name, secret].map((text) => Buffer.concat([Buffer.of(0, text.length), Buffer.from(text)]))
    const flags = NAME_FLAG | PASSWORD_FLAG | CLEAN_FLAG
    const rest = Buffer.concat([Buffer.from("\x00\x04MQTT\x04", "latin1"), Buffer.of(flags, 0, 0), ...texts])
    assert(rest.length < 128, "the length fits into one byte")
    socket.write(Buffer.concat([Buffer.of(0x10, rest.length), rest]))
    socket.on("error", reject).on("close", () => reject(new Error(`${clientId} ended`)))
    socket.once("data", (connack) => (connack[3] === 0 ? resolve(socket) : reject(new Error(`${clientId} was refused`))))
  })
}

/** Many connections of QoS 1 that send as fast as they are acknowledged. The same for every broker. */
export class MqttFlood {
  static #floods = 0
  /** Two with one client id would end each other. */
  readonly #number = (MqttFlood.#floods += 1)
  readonly #inFlight: number
  readonly #sockets: net.Socket[] = []
  #onPubacks: (socket: number, count: number) => void = () => {}
  #ended = 0

  private constructor(inFlight: number) {
    this.#inFlight = inFlight
  }

  /** @param inFlight messages of one connection that wait for their PUBACK */
  static async open(port: number, signIns: readonly SignIn[], inFlight: number): Promise<MqttFlood> {
    const flood = new MqttFlood(inFlight)
    for (let start = 0; start < signIns.length; start += OPENED_AT_ONCE) {
      const some = signIns.slice(start, start + OPENED_AT_ONCE)
      await Promise.all(some.map((signIn, i) => flood.#connect(port, start + i, signIn)))
    }
    return flood
  }

  async #connect(port: number, index: number, signIn: SignIn): Promise<void> {
    const socket = await connectMqtt(port, `bench-${this.#number}-${index}`, signIn)
    let odd = 0
    socket.on("data", (bytes) => {
      const count = Math.floor((odd + bytes.length) / PUBACK_BYTES)
      odd = (odd + bytes.length) % PUBACK_BYTES
      this.#onPubacks(index, count)
    })
    socket.on("close", () => {
      this.#ended += 1
    })
    this.#sockets[index] = socket
  }

  /** Sends all; resolves when all are acknowledged. */
  send(messages: readonly Message[]): Promise<void> {
    const own = this.#sockets.map((_, i) => ({ next: i, id: 0 }))
    let left = messages.length
    return new Promise((resolve, reject) => {
      const push = (index: number, count: number) => {
        const state = own[index]!
        const frames: Buffer[] = []
        for (let i = 0; i < count && state.next < messages.length; i += 1) {
          const { frame, idAt } = messages[state.next]!
          state.next += this.#sockets.length
          state.id = (state.id % 65_535) + 1
          frame.writeUInt16BE(state.id, idAt)
          frames.push(frame)
        }
        if (frames.length > 0) this.#sockets[index]!.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames))
      }
      this.#onPubacks = (index, count) => {
        left -= count
        push(index, count)
        if (left === 0) resolve()
      }
      if (this.#ended > 0) reject(new Error(`${this.#ended} connections ended`))
      for (const index of own.keys()) push(index, this.#inFlight)
    })
  }

  close(): void {
    assert.equal(this.#ended, 0, "no connection ended")
    for (const socket of this.#sockets) socket.destroy()
  }
}

import net from "node:net"
import { Aedes, type AuthenticateError } from "aedes"
import { platformErrors } from "../errors.ts"
import { FrameGuard } from "./frame-guard.ts"

export interface Message {
  readonly topic: string
  readonly payload: Uint8Array
}

export interface BrokerOptions {
  readonly host: string
  readonly port: number
  readonly packetMaxBytes: number
  readonly authenticate: (name: string, password: string) => Promise<boolean>
  /** Keeps a message. It is acknowledged when this resolves; when it rejects, the connection of its sender ends. */
  readonly accept: (message: Message) => Promise<void>
  readonly onError: (error: unknown) => void
}

export interface Broker {
  readonly port: number
  close(): Promise<void>
}

const CONNECTIONS_MAX = 20_000
/** Messages of one connection that may wait for their commit together. */
const CONCURRENCY = 1_000
const BAD_USERNAME_OR_PASSWORD = 4
/** Nobody is subscribed to it: what came in is in the store, and is not handed on as it came. */
const KEPT_TOPIC = "kept"

/** An MQTT 3.1.1 listener that takes messages and hands out none. Throws `PLATFORM_PORT_IN_USE`. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const broker = await Aedes.createBroker({ concurrency: CONCURRENCY })
  broker.authenticate = (_client, name, password, done) => {
    options.authenticate(name ?? "", password?.toString() ?? "").then(
      (known) => (known ? done(null, true) : done(refusal(), false)),
      (error: unknown) => {
        options.onError(error)
        done(refusal(), false)
      },
    )
  }
  broker.authorizePublish = (_client, packet, done) => {
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload
    options.accept({ topic: packet.topic, payload }).then(
      () => {
        packet.topic = KEPT_TOPIC
        packet.payload = Buffer.alloc(0)
        packet.retain = false
        done()
      },
      (error: unknown) => done(error as Error),
    )
  }
  broker.authorizeSubscribe = (_client, _subscription, done) => done(null, null)
  // A device that breaks the protocol ends its own connection, which is all that there is to do about it.
  broker.on("clientError", () => {})
  broker.on("connectionError", () => {})
  broker.on("error" as "closed", options.onError as () => void)

  const server = net.createServer({ noDelay: true }, (socket) => {
    guard(socket, options.packetMaxBytes)
    broker.handle(socket)
  })
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE"
      broker.close()
      reject(taken ? platformErrors.PORT_IN_USE({ port: options.port, name: "MQTT_PORT" }) : error)
    })
    server.listen({ host: options.host, port: options.port }, resolve)
  })
  return {
    port: (server.address() as net.AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      await closed
    },
  }
}

/** The broker reads from the socket itself, so the guard stands in its way there. */
function guard(socket: net.Socket, packetMaxBytes: number): void {
  const frames = new FrameGuard(packetMaxBytes)
  const read = socket.read.bind(socket)
  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null
    if (chunk === null || frames.accepts(chunk)) return chunk
    socket.destroy()
    return null
  }
}

function refusal(): AuthenticateError {
  return Object.assign(new Error("refused"), { returnCode: BAD_USERNAME_OR_PASSWORD as AuthenticateError["returnCode"] })
}

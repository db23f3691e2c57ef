import net from "node:net"
import tls from "node:tls"
import { Aedes, type AuthenticateError, type Client } from "aedes"
import { platformErrors } from "../errors.ts"
import { callerOf } from "../identity/index.ts"
import { type ConnectionHost, DeviceConnection } from "./device-connection.ts"
import { FrameGuard } from "./frame-guard.ts"
import { CLIENT_ID_MAX_BYTES } from "./frames.ts"
import { Line } from "./line.ts"
import { Sessions } from "./sessions.ts"
import { Subscriptions } from "./subscriptions.ts"
import type { Accept } from "./types.ts"

/** `P` is what signing in gives: who somebody is. */
export interface BrokerOptions<P> {
  readonly host: string
  readonly port: number
  /** The same over TLS. */
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string } | undefined
  readonly packetMaxBytes: number
  /** Undefined for nobody. */
  readonly authenticate: (given: {
    readonly name: string
    readonly password: string
    readonly address: string
  }) => Promise<P | undefined>
  readonly accept: Accept<P>
  /** Whether somebody may hear a topic, which is then published with `publish`. */
  readonly subscribe: (topic: string, principal: P) => Promise<boolean>
  /** Nobody hears a topic any more. */
  readonly forgotten: (topic: string) => void
  readonly onError: (error: unknown) => void
}

/** How hard a listener is pressed at this moment. */
export interface Load {
  readonly connections: number
  /** Of them, those that wait for their turn to send. */
  readonly held: number
  /** Messages that wait for their commit. */
  readonly messages: number
  /** Bytes that were read and wait for their turn. */
  readonly bytes: number
  /** Connections that were ended since the start because they brought more than there was room for. */
  readonly ended: number
}

export interface Broker<P> {
  readonly port: number
  readonly tlsPort: number | undefined
  /** To all who subscribed to exactly this topic, with QoS 0. */
  publish(topic: string, payload: string): void
  /** Ends the connections of those who hear a topic. */
  cut(topic: string): void
  load(): Load
  /** Ends the connections of some. */
  end(of: (principal: P) => boolean): void
  /** A renewed certificate, for the connections that come. */
  renew(certificate: { readonly cert: string; readonly key: string }): void
  close(): Promise<void>
}

const CONNECTIONS_MAX = 20_000
/** Reconnect storms take much longer when the system turns connections away. */
const BACKLOG = 4_096
/** Messages of one connection that may wait for their commit together. */
const CONCURRENCY = 1_000
const IDENTIFIER_REJECTED = 2
const BAD_USERNAME_OR_PASSWORD = 4
/** Nobody is subscribed to it: what came in is in the store, and is not handed on as it came. */
const KEPT_TOPIC = "kept"

/**
 * An MQTT 3.1.1 listener. Devices that only send are answered by `DeviceConnection`; all others by aedes, on the same port. Throws
 * `PLATFORM_PORT_IN_USE`.
 */
export async function startBroker<P>(options: BrokerOptions<P>): Promise<Broker<P>> {
  const subscriptions = new Subscriptions(options.forgotten)
  const sessions = new Sessions((client, topic) => subscriptions.has(client, topic))
  const aedes = await Aedes.createBroker({ concurrency: CONCURRENCY, persistence: sessions })
  const principals = new WeakMap<object, { readonly is: P }>()
  const devices = new Map<string, DeviceConnection<P>>()
  const connections = new Set<DeviceConnection<P>>()
  const line = new Line()
  let ended = 0
  const brokers = () => (aedes as unknown as { clients: Record<string, Client | undefined> }).clients

  aedes.authenticate = (client, name, password, done) => {
    // It is kept, and told again, with all that its client does.
    if (Buffer.byteLength(client.id) > CLIENT_ID_MAX_BYTES) return done(refusal(IDENTIFIER_REJECTED), false)
    if (principals.has(client.conn)) return done(null, true)
    const address = callerOf(client.conn as net.Socket)
    options.authenticate({ name: name ?? "", password: password?.toString() ?? "", address }).then(
      (found) => {
        if (found === undefined) return done(refusal(BAD_USERNAME_OR_PASSWORD), false)
        principals.set(client.conn, { is: found })
        done(null, true)
      },
      () => done(refusal(BAD_USERNAME_OR_PASSWORD), false),
    )
  }
  aedes.authorizePublish = (client, packet, done) => {
    const principal = client && principals.get(client.conn)
    if (!principal) return done(new Error("nobody"))
    const bytes = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload
    const settled = (_token: number, error?: unknown) => {
      line.left()
      packet.topic = KEPT_TOPIC
      packet.payload = Buffer.alloc(0)
      packet.retain = false
      done(error === undefined ? null : new Error("not kept"))
    }
    const turn = () => {
      line.entered()
      options.accept({ topic: packet.topic, bytes, start: 0, end: bytes.length }, principal.is, { settled }, 0)
    }
    // The broker reads the next piece of a connection when all of the last one is settled, so that few stand in line for each.
    if (line.mayEnter(1)) turn()
    else line.stand({ turn })
  }
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const principal = client && principals.get(client.conn)
    const { topic } = subscription
    // Before anything is asked for it: who asks for thousands would otherwise be answered thousands of times.
    if (!principal || isClosed(client) || !subscriptions.ask(client, topic)) return done(null, null)
    options.subscribe(topic, principal.is).then(
      (may) => {
        if (!may || isClosed(client)) subscriptions.remove(client, [topic])
        // QoS 0: what waits for somebody who is away would have no bound. Who comes back reads over HTTP what was missed.
        done(null, may && subscriptions.open(client, topic) ? { ...subscription, qos: 0 } : null)
      },
      (error: unknown) => {
        subscriptions.remove(client, [topic])
        options.onError(error)
        done(null, null)
      },
    )
  }
  aedes.on("unsubscribe", (topics, client) => subscriptions.remove(client, topics))
  // A device that breaks the protocol ends its own connection, which is all that there is to do about it.
  aedes.on("connectionError", () => {})
  aedes.on("error" as "closed", options.onError as () => void)
  aedes.on("client", (client) => {
    devices.get(client.id)?.end()
    sessions.connected(client, (client as Client & { clean: boolean }).clean)
    if (isClosed(client)) sessions.disconnected(client)
  })

  const host: ConnectionHost<P> = {
    packetMaxBytes: options.packetMaxBytes,
    authenticate: ({ name, password }, socket) => options.authenticate({ name, password, address: callerOf(socket) }),
    accept: options.accept,
    line,
    isBrokers: (clientId) => sessions.has(clientId),
    opened: (connection) => {
      // One client id is one connection: the older one goes (MQTT 3.1.1, 3.1.4-2), on whichever side it is.
      devices.get(connection.clientId)?.end()
      brokers()[connection.clientId]?.close()
      devices.set(connection.clientId, connection)
    },
    closed: (connection) => {
      connections.delete(connection)
      if (devices.get(connection.clientId) === connection) devices.delete(connection.clientId)
    },
    ended: () => {
      ended += 1
    },
    handOver: (socket, replayed, principal) => {
      if (principal) {
        principals.set(socket, principal)
        swallowConnack(socket)
      }
      socket.pause()
      guard(socket, options.packetMaxBytes)
      socket.unshift(replayed)
      const client = aedes.handle(socket)
      // Also of who went before the broker knew it.
      socket.once("close", () => {
        subscriptions.remove(client)
        sessions.disconnected(client)
      })
    },
  }
  const connected = (socket: net.Socket) => void connections.add(new DeviceConnection(socket, host))
  const plain = net.createServer({ noDelay: true }, connected)
  const secure = options.tls && tls.createServer({ cert: options.tls.cert, key: options.tls.key, noDelay: true }, connected)
  secure?.on("tlsClientError", () => {})
  const servers = secure ? [plain, secure] : [plain]
  try {
    await listen(plain, { host: options.host, port: options.port, name: "MQTT_PORT" })
    if (secure) await listen(secure, { host: options.host, port: options.tls!.port, name: "MQTT_TLS_PORT" })
  } catch (error) {
    aedes.close()
    plain.close()
    throw error
  }
  return {
    port: (plain.address() as net.AddressInfo).port,
    tlsPort: secure && (secure.address() as net.AddressInfo).port,
    publish: (topic, payload) => subscriptions.publish(topic, payload),
    cut: (topic) => subscriptions.cut(topic),
    load: () => ({
      connections: connections.size + aedes.connectedClients,
      held: line.standing,
      messages: line.inside,
      bytes: line.bytes,
      ended,
    }),
    end: (of) => {
      for (const connection of connections) if (connection.principal !== undefined && of(connection.principal)) connection.end()
      for (const client of Object.values(brokers())) {
        const principal = client && principals.get(client.conn)
        if (principal && of(principal.is)) client.close()
      }
    },
    renew: (certificate) => secure?.setSecureContext(certificate),
    close: async () => {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
      for (const connection of [...connections]) connection.end()
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await Promise.all(closed)
    },
  }
}

async function listen(server: net.Server, { host, port, name }: { host: string; port: number; name: string }): Promise<void> {
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? platformErrors.PORT_IN_USE({ port, name }) : error),
    )
    server.listen({ host, port, backlog: BACKLOG }, resolve)
  })
}

const CONNACK_BYTES = 4

/** The client has its CONNACK already: the broker's own, its first four bytes, does not leave. */
function swallowConnack(socket: net.Socket): void {
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
  let left = CONNACK_BYTES
  socket.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, rest[0] as BufferEncoding) : chunk
    const skipped = bytes[0] === PUBACK_HEAD ? 0 : Math.min(left, bytes.length)
    left -= skipped
    if (left === 0) socket.write = write as typeof socket.write
    return write(bytes.subarray(skipped), ...rest)
  }
}
/** What we still acknowledge ourselves may leave before the broker has answered. */
const PUBACK_HEAD = 0x40

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

function isClosed(client: Client): boolean {
  return (client as Client & { closed: boolean }).closed
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error("refused"), { returnCode: returnCode as AuthenticateError["returnCode"] })
}

import net from "node:net"
import type { FastifyInstance } from "fastify"
import { platformErrors } from "../errors.ts"

/** The accept queue of the listening socket: with Node's 511 a reconnect storm of ten thousand browsers takes eight times longer. */
const BACKLOG = 4096

/** Listens, and gives the address. Throws `PLATFORM_PORT_IN_USE`. */
export async function listen(
  app: Pick<FastifyInstance, "listen">,
  { host, port }: { host: string; port: number },
): Promise<string> {
  try {
    // The text of the framework would put our own address into the log, where no address belongs.
    return await app.listen({ host, port, backlog: BACKLOG, listenTextResolver: () => "listening" })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") throw platformErrors.PORT_IN_USE({ port, name: "PORT" })
    throw error
  }
}

/** The address of a server in links: an IPv6 address stands in brackets (RFC 3986, 3.2.2). */
export function originOf({ scheme, host, port }: { scheme: "http" | "https"; host: string; port: number }): string {
  return `${scheme}://${net.isIPv6(host) ? `[${host}]` : host}:${port}`
}

/**
 * Demo people have no passwords, so a world that has them must be out of reach for other machines.
 * Throws `PLATFORM_DEMO_NOT_PUBLIC`.
 */
export function keepToThisMachine(host: string): void {
  if (host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host)) return
  throw platformErrors.DEMO_NOT_PUBLIC({ host })
}

/** A port that nobody listens on at the moment, for a server that must know its address before it listens. */
export function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.on("error", reject)
    probe.listen(0, host, () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

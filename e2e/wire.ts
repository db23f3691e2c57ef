import { once } from "node:events"
import net, { type AddressInfo, type Socket } from "node:net"

/** The cable between a browser and a server. */
export interface Wire {
  /** Where the browser goes. It stays the same when the server behind it moves. */
  readonly url: string
  lead(server: string): void
  /** Everything that is open ends at once, as in a tunnel; what was on its way is lost. Gives how many connections that were. */
  cut(): number
  stop(): Promise<void>
}

export async function openWire(server: string): Promise<Wire> {
  let port = Number(new URL(server).port)
  const near = new Set<Socket>()
  const listener = net.createServer((socket) => {
    const far = net.connect(port, "127.0.0.1")
    near.add(socket)
    const end = () => {
      near.delete(socket)
      socket.destroy()
      far.destroy()
    }
    for (const side of [socket, far]) side.on("error", end).on("close", end)
    socket.pipe(far).pipe(socket)
  })
  listener.listen(0, "127.0.0.1")
  await once(listener, "listening")
  const cut = () => {
    const open = [...near]
    for (const socket of open) socket.destroy()
    return open.length
  }
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    lead: (other) => {
      port = Number(new URL(other).port)
    },
    cut,
    stop: async () => {
      listener.close()
      cut()
      await once(listener, "close")
    },
  }
}

import http from "node:http"
import type { AddressInfo } from "node:net"

export interface Received {
  readonly key: string
  readonly signature: string
  readonly body: string
}

/** A service that takes webhooks: `answer` gives the status for each, and everything that arrived is kept in order. */
export async function openReceiver(answer: (received: Received) => number | Promise<number> = () => 204) {
  const received: Received[] = []
  const server = http.createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8").on("data", (part: string) => {
      body += part
    })
    request.on("end", () => {
      const { "idempotency-key": key, "holdfast-signature": signature } = request.headers
      const one = { key: String(key), signature: String(signature), body }
      received.push(one)
      void Promise.resolve(answer(one)).then((status) => response.writeHead(status).end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

import http from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Asked {
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A gateway on this machine. It answers as the test says: with a status and words, or it hangs, or cuts the line. */
export async function startHttpGateway() {
  const asked: Asked[] = []
  let answer: Answer = { status: 200, body: "{}" }
  const reply = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = await text(request)
    asked.push({ headers: request.headers, body })
    if (answer === "hang") return undefined
    if (answer === "cut") return request.socket.destroy()
    const { status, headers = {}, body: words } = answer
    return response.writeHead(status, { "content-type": "application/json", ...headers }).end(words)
  }
  const server = http.createServer((request, response) => void reply(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    asked,
    answerWith: (next: Answer) => void (answer = next),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body: string } | "hang" | "cut"

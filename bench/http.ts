import assert from "node:assert"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as wait } from "node:timers/promises"

const CONNECTIONS = 32
const MEASURE_MS = 2_000

/** Requests a second that an address answers on 32 connections; throws when any answer is not `expected`. */
export async function requestRate(url: string, expected: string, headers: http.OutgoingHttpHeaders = {}): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let running = true
  let answered = 0
  const loop = async () => {
    while (running) {
      assert.equal(await get(url, agent, headers), expected)
      answered += 1
    }
  }
  const startedMs = performance.now()
  const loops = Array.from({ length: CONNECTIONS }, loop)
  await wait(MEASURE_MS)
  running = false
  await Promise.all(loops)
  agent.destroy()
  return (answered * 1000) / (performance.now() - startedMs)
}

function get(url: string, agent: http.Agent, headers: http.OutgoingHttpHeaders): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers }, (response) => {
        let body = ""
        response.setEncoding("utf8")
        response.on("data", (chunk: string) => (body += chunk))
        response.on("end", () =>
          response.statusCode === 200 ? resolve(body) : reject(new Error(`${url} answered ${response.statusCode}: ${body}`)),
        )
      })
      .on("error", reject)
  })
}

/** The limit: the same bytes from a bare `node:http` server in this process. */
export async function bareServer(body: string): Promise<{ url: string; close(): void }> {
  const server = http.createServer((_request, response) => {
    response.setHeader("content-type", "application/json")
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

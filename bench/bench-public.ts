import fs from "node:fs"
import http from "node:http"
import os from "node:os"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { startBenchServer } from "./bench-server.ts"
import { quantile } from "./measure.ts"

// `node bench/bench-public.ts`: how many views of the public page a second one server answers or refuses, what a view costs, and what
// the console feels of it meanwhile.
const CONNECTIONS = 64
const SECONDS = 10
const PROBE_EVERY_MS = 20

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-bench-public-"))
const server = await startBenchServer(folder, undefined)
const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS })
const own = new http.Agent({ keepAlive: true, maxSockets: 1 })

const get = (address: string, headers: http.OutgoingHttpHeaders, by: http.Agent) =>
  new Promise<{ status: number; ms: number }>((resolve, reject) => {
    const startedMs = performance.now()
    http
      .get(`${server.url}${address}`, { agent: by, headers }, (response) => {
        response.on("end", () => resolve({ status: response.statusCode!, ms: performance.now() - startedMs }))
        response.resume()
      })
      .on("error", reject)
  })

/** CPU seconds of the server so far. */
function cpuSeconds(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")
  return (Number(fields[11]) + Number(fields[12])) / 100
}

try {
  const signIn = await fetch(`${server.url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ role: "duty-officer" }),
  })
  const cookie = signIn.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ")
  let running = true
  const probe = async (until: () => boolean) => {
    const times: number[] = []
    while (until()) {
      times.push((await get("/api/inbox", { cookie }, own)).ms)
      await wait(PROBE_EVERY_MS)
    }
    return times
  }
  await get("/", { "accept-encoding": "gzip" }, agent)
  const calmUntil = performance.now() + 3_000
  const calm = await probe(() => performance.now() < calmUntil)

  const counts = { served: 0, refused: 0 }
  const read = async () => {
    while (running) {
      const { status } = await get("/?lang=en", { "accept-encoding": "gzip" }, agent)
      if (status === 200) counts.served += 1
      else if (status === 503) counts.refused += 1
      else throw new Error(`answered ${status}`)
    }
  }
  const startedMs = performance.now()
  const startedCpu = cpuSeconds(server.pid)
  const readers = Array.from({ length: CONNECTIONS }, read)
  const probing = probe(() => running)
  await wait(SECONDS * 1_000)
  running = false
  await Promise.all(readers)
  const pressed = await probing
  const seconds = (performance.now() - startedMs) / 1_000
  const views = counts.served + counts.refused
  const p99 = (times: readonly number[]) => `${quantile(times, 0.99).toFixed(1)} ms`
  process.stdout.write(
    [
      `served ${Math.round(counts.served / seconds)}/s, refused ${Math.round(counts.refused / seconds)}/s`,
      `CPU of the server: ${(((cpuSeconds(server.pid) - startedCpu) / views) * 1e6).toFixed(0)} µs a view`,
      `console p99: ${p99(calm)} before, ${p99(pressed)} meanwhile`,
      "",
    ].join("\n"),
  )
} finally {
  agent.destroy()
  own.destroy()
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}

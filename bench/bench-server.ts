import fs from "node:fs"
import { findFreePort } from "../server/src/platform/http/index.ts"
import { startServerProcess } from "../server/test/server-process.ts"

export interface BenchServer {
  readonly url: string
  readonly mqttPort: number
  readonly startSeconds: number
  readonly pid: number
  /** What the process holds in memory; undefined where the system does not say. */
  residentMb(): number | undefined
  stop(): Promise<void>
  /** Ends it at once, as a failing machine does. */
  kill(): Promise<void>
}

/** The real server of a demo city, as a process of its own. */
export async function startBenchServer(dataFolder: string, databaseUrl: string | undefined): Promise<BenchServer> {
  const mqttPort = await findFreePort("127.0.0.1")
  const startedMs = performance.now()
  const server = await startServerProcess({
    HOLDFAST_DATA: dataFolder,
    HOLDFAST_DATABASE_URL: databaseUrl ?? "",
    HOLDFAST_LOG_LEVEL: "error",
    HOLDFAST_DEMO_PEOPLE: "10000",
    MQTT_PORT: String(mqttPort),
  })
  return {
    url: server.url,
    mqttPort,
    startSeconds: (performance.now() - startedMs) / 1000,
    pid: server.process.pid!,
    residentMb: () => {
      const status = `/proc/${server.process.pid}/status`
      if (!fs.existsSync(status)) return undefined
      return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(status, "utf8"))?.[1]) / 1024
    },
    stop: async () => void (await server.stop()),
    kill: () => server.kill(),
  }
}

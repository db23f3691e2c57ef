import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import { fileURLToPath } from "node:url"
import { connectAsync } from "mqtt"
import { afterEach, expect, test } from "vitest"
import { temporaryFolder } from "../test/engines.ts"
import { type ServerProcess, startServerProcess } from "../test/server-process.ts"
import { findFreePort } from "./platform/http/index.ts"

const CONNECTIONS = 10_000
/** For each connection, in the server: 40 kB is what a socket of Node with its buffers takes. */
const KB_EACH_MAX = 40

let server: ServerProcess | undefined
let storm: ChildProcess | undefined
afterEach(async () => {
  storm?.kill("SIGKILL")
  await server?.stop()
})

test(`${CONNECTIONS} connect to MQTT at once: all who say who they are are let in, others are served, memory is bounded`, async () => {
  const mqttPort = await findFreePort("127.0.0.1")
  server = await startServerProcess({
    HOLDFAST_DATA: temporaryFolder(),
    HOLDFAST_DATABASE_URL: "",
    HOLDFAST_DEMO_PEOPLE: "10000",
    MQTT_PORT: String(mqttPort),
  })
  const { url, process: own } = server
  const figure = async (name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await (await fetch(`${url}/metrics`)).text())?.[1])
  const residentKb = () => Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${own.pid}/status`, "utf8"))?.[1])
  const device = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { protocolVersion: 4, reconnectPeriod: 0 })
  const before = await figure("holdfast_mqtt_connections")
  const beforeKb = residentKb()

  const child = fileURLToPath(new URL("../test/connect-storm.ts", import.meta.url))
  storm = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", child, String(mqttPort), String(CONNECTIONS)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  let said = ""
  storm.stdout!.on("data", (bytes: Buffer) => (said += String(bytes)))
  let served = 0
  while (!said.includes("accepted")) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    await device.publishAsync("v1.1/Datastreams(1)/Observations", JSON.stringify({ result: 0 }), { qos: 1 })
    served += 1
  }
  expect(served).toBeGreaterThan(0)
  expect(said).toBe(`accepted ${CONNECTIONS / 2}\n`)
  expect(residentKb() - beforeKb).toBeLessThan(CONNECTIONS * KB_EACH_MAX)
  // Who says nothing goes by itself after ten seconds.
  await expect.poll(() => figure("holdfast_mqtt_connections"), { timeout: 60_000, interval: 500 }).toBe(before + CONNECTIONS / 2)
  storm.kill("SIGKILL")
  await once(storm, "exit")
  await expect.poll(() => figure("holdfast_mqtt_connections"), { timeout: 60_000, interval: 500 }).toBe(before)
  expect(device.connected).toBe(true)
  await device.endAsync()
})

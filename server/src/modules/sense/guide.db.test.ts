import { type ChildProcess, spawn } from "node:child_process"
import fs from "node:fs"
import net, { type AddressInfo } from "node:net"
import path from "node:path"
import { fileURLToPath } from "node:url"
import mqtt from "mqtt"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../../../test/engines.ts"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../../platform/http/index.ts"
import { startMqtt, startSense } from "./index.ts"

/** Runs the commands of the pages on connecting as they stand there, but for the names of hosts and the ids of the example. */
const root = fileURLToPath(new URL("../../../../", import.meta.url))
const MOSQUITTO = "/usr/sbin/mosquitto"
// Only a live city asks for credentials.
const { world } = await openTestWorld({ kind: "live" })
const name = { "zh-CN": "西河", en: "Xihe" }
const errors: unknown[] = []
const onError = (error: unknown) => errors.push(error)
const sense = await startSense({
  ...{ world, rules: [], areaOf: () => ({ id: "city", name }), onError },
  properties: [{ id: "water-level", name, unit: "m", result: "number", subject: "place" }],
})
const app = await buildHttp({
  ...{ world, language: "en" as const, mayHear: () => false, logger: pino({ level: "silent" }), routes: sense.routes },
  authenticate: async ({ headers }) =>
    headers.cookie === "session=engineer" ? { role: "engineer", account: "wang" } : undefined,
})
const broker = await startMqtt({ host: "127.0.0.1", port: 0, world, sense, onError })
afterAll(async () => {
  await sense.stop()
  await broker.close()
  await app.close()
})

const folder = temporaryFolder()
const tools = path.join(folder, "tools")
const pages = (page: string) =>
  ["", "zh-CN/"].map((language) =>
    [...fs.readFileSync(path.join(root, "docs/guide", language, page), "utf8").matchAll(/```sh\n(.*?)```/gs)].map(
      ([, text]) => text!,
    ),
  )
let port = 0
let outside: { readonly port: number; readonly process: ChildProcess } | undefined
let secret = ""

/** Where the client's tools are not installed, the library that they are like takes the same arguments. */
const stub = `import mqtt from ${JSON.stringify(import.meta.resolve("mqtt"))}
const [tool, ...args] = process.argv.slice(2)
const given = (name) => args[args.indexOf(name) + 1]
const has = (name) => args.includes(name)
const client = await mqtt.connectAsync({ host: given("-h"), port: Number(given("-p")), protocolVersion: 4,
  ...(has("-u") && { username: given("-u"), password: given("-P") }) })
if (tool === "mosquitto_pub") await client.publishAsync(given("-t"), given("-m"), { qos: 1 })
else {
  const heard = new Promise((done) => client.on("message", (_topic, payload) => done(payload)))
  await client.subscribeAsync(given("-t"))
  console.log(String(await heard))
}
await client.endAsync()
`

beforeAll(async () => {
  const address = await app.listen({ host: "127.0.0.1", port: 0 })
  port = Number(new URL(address).port)
  fs.mkdirSync(tools)
  fs.writeFileSync(path.join(folder, "cookies"), "127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tengineer\n")
  const script = (file: string, line: string) => fs.writeFileSync(path.join(tools, file), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  script("npx", `shift\nexec ${process.execPath} --disable-warning=ExperimentalWarning ${root}cli/src/main.ts "$@"`)
  fs.writeFileSync(path.join(tools, "stub.mjs"), stub)
  for (const tool of ["mosquitto_pub", "mosquitto_sub"])
    if (!fs.existsSync(`/usr/bin/${tool}`)) script(tool, `exec ${process.execPath} ${tools}/stub.mjs ${tool} "$@"`)
  await sense.createStations([
    {
      ...{ id: "gauge-7", kind: "river-gauge", name, at: [121, 30], area: { id: "city", name } },
      datastreams: [{ id: "gauge-7-water-level", property: "water-level" }],
    },
  ])
}, 60_000)
afterAll(() => void outside?.process.kill())

async function startMosquitto() {
  const free = net.createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => free.once("listening", resolve))
  const at = (free.address() as AddressInfo).port
  await new Promise((resolve) => free.close(resolve))
  const config = path.join(folder, "mosquitto.conf")
  fs.writeFileSync(config, `listener ${at} 127.0.0.1\nallow_anonymous true\npersistence false\n`)
  const child = spawn(MOSQUITTO, ["-c", config], { stdio: "ignore" })
  const isUp = () =>
    mqtt.connectAsync(`mqtt://127.0.0.1:${at}`, { reconnectPeriod: 0 }).then(
      (client) => client.endAsync(true).then(() => true),
      () => false,
    )
  await expect.poll(isUp, { timeout: 10_000 }).toBe(true)
  return { port: at, process: child }
}

/** Begins a command of a page. Its end says what it printed, and fails when it did. */
function run(text: string, ids: Readonly<Record<string, number>> = {}): { readonly ended: Promise<string> } {
  const line = text
    .replaceAll("https://city.example", `http://127.0.0.1:${port}`)
    .replaceAll("-h city.example -p 8883 --cafile authority.crt", `-h 127.0.0.1 -p ${broker.port}`)
    .replaceAll("-h broker.example -p 1883", `-h 127.0.0.1 -p ${outside?.port}`)
    .replaceAll("broker.example:1883", `127.0.0.1:${outside?.port}`)
    .replaceAll(/(Things|Datastreams)\(17\)/g, (found, set: string) => (set in ids ? `${set}(${ids[set]})` : found))
    .replaceAll(/"thing": 17/g, `"thing": ${ids["Things"]}`)
    .replaceAll(/"@iot.id": 17\b/g, `"@iot.id": ${ids["Datastreams"]}`)
  const env = {
    ...process.env,
    PATH: `${tools}:${process.env["PATH"]}`,
    HOLDFAST_DATA: folder,
    HOLDFAST_LANGUAGE: "en",
    SECRET: secret,
  }
  const child = spawn("sh", ["-ec", line], { cwd: folder, env })
  let printed = ""
  let told = ""
  child.stdout.on("data", (bytes: Buffer) => (printed += bytes.toString()))
  child.stderr.on("data", (bytes: Buffer) => (told += bytes.toString()))
  const ended = new Promise<string>((resolve, reject) => {
    child.on("close", (code) => (code === 0 ? resolve(printed) : reject(new Error(`${line}\n${printed}\n${told}`))))
  })
  return { ended }
}

const made = async (device: object): Promise<string> => {
  const headers = { cookie: "session=engineer" }
  return (await app.inject({ method: "POST", url: "/api/devices", headers, payload: device })).json().secret
}
const results = async (series: number): Promise<unknown[]> =>
  (await app.inject({ url: `/sensorthings/v1.1/Datastreams(${series})/Observations?$orderby=phenomenonTime` }))
    .json()
    .value.map(({ result }: { result: unknown }) => result)
const seriesOf = async (key: string): Promise<number> =>
  (await app.inject({ url: `/sensorthings/v1.1/Datastreams?$filter=properties/key eq '${key}'`.replaceAll(" ", "%20") })).json()
    .value[0]["@iot.id"]

test.each(["connect-by-http.md", "connect-by-mqtt.md", "connect-others.md"])(
  "%s has the same commands in both languages",
  (page) => {
    const [english, chinese] = pages(page)
    expect(english!.length).toBeGreaterThan(2)
    expect(chinese).toEqual(english)
  },
)

describe("each command of the pages on connecting does what the page says", () => {
  const ids: Record<string, number> = {}
  test("over HTTP", async () => {
    const [create, series, credential, send, many, keyed, look, ...more] = pages("connect-by-http.md")[0]!
    expect(more).toEqual([])
    ids["Things"] = JSON.parse(await run(create!).ended)["@iot.id"]
    ids["Datastreams"] = JSON.parse(await run(series!, ids).ended).value[0]["@iot.id"]
    secret = JSON.parse(await run(credential!, ids).ended).secret
    await run(send!, ids).ended
    expect(JSON.parse(await run(many!, ids).ended)).toEqual([
      expect.stringMatching(/Observations/),
      expect.stringMatching(/Observations/),
    ])
    const first = await run(keyed!, ids).ended
    expect(await run(keyed!, ids).ended).toBe(first)
    expect(JSON.parse(await run(look!, ids).ended).value).toMatchObject([{ result: 0.37 }])
    expect(await results(ids["Datastreams"]!)).toEqual([0.32, 0.33, 0.35, 0.37])
  })
  test("by MQTT", async () => {
    const [credential, send, listen, ...more] = pages("connect-by-mqtt.md")[0]!
    expect(more).toEqual([])
    const sending = JSON.parse(await run(credential!, ids).ended).secret
    secret = await made({ name: "display", rights: ["read"] })
    const { ended } = run(listen!, ids)
    secret = sending
    let heard: string | undefined
    void ended.then((text) => (heard = text))
    // Nobody tells when it listens: another measurement each time, until it has heard one.
    await expect
      .poll(
        async () => {
          const minute = String(10 + (await results(ids["Datastreams"]!)).length).padStart(2, "0")
          await run(send!.replace("18:05", `18:${minute}`), ids).ended
          return heard
        },
        { timeout: 20_000, interval: 200 },
      )
      .toBeDefined()
    expect(JSON.parse(heard!)).toMatchObject({ result: 1.25 })
    expect(await results(ids["Datastreams"]!)).toContain(1.25)
  })
  test.skipIf(!fs.existsSync(MOSQUITTO))(
    "with an outside broker and a service that sends (needs mosquitto)",
    async () => {
      outside = await startMosquitto()
      const [join, publish, show, allow, push, ...more] = pages("connect-others.md")[0]!
      expect(more).toEqual([])
      expect(await run(join!).ended).toContain("1 source, nothing wrong.")
      await sense.sources.start(path.join(folder, "sources"))
      const status = async () => JSON.parse(await run(show!).ended).sources
      await expect.poll(status, { timeout: 15_000 }).toMatchObject([{ name: "river-authority", state: "connected" }])
      await run(publish!).ended
      await expect.poll(status, { timeout: 15_000 }).toMatchObject([{ stored: 1, refused: 0 }])
      expect(await run(allow!).ended).toContain("2 sources, nothing wrong.")
      await sense.sources.reload()
      secret = await made({ name: "levee-service", rights: ["write"] })
      expect(JSON.parse(await run(push!).ended)).toEqual({ stored: 1, doubles: 0, refused: 0 })
      expect(await results(await seriesOf("gauge-7-water-level"))).toEqual([1.32, 1.41])
      // Starting the command line takes seconds where much else runs.
    },
    120_000,
  )
  test("reports none of this as a failure of ours", () => expect(errors).toEqual([]))
})

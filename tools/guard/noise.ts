import net from "node:net"
import { traces, visit } from "./visitor.ts"

const BODY_PAST_LIMIT_BYTES = 1_100_000

/**
 * Visits a city in every way that could make it write down who came: pages, refusals, wrong passwords, broken requests, a live
 * stream, a device that may not send. Gives what its figures for engineers say afterwards.
 */
export async function makeNoise(base: string, mqttPort: number): Promise<string> {
  const looked = traces.place
  const paths = [
    ...["/", "/report", "/report/status", "/privacy", "/shelters", "/sign-in", "/account", "/console", "/healthz"],
    ...[`/at/${looked}`, `/?place=${looked}`, `/shelters/${looked}`, `/api/places/areas/${looked}`, `/warnings/${looked}`],
    ...[`/api/places/summary?areas=${looked}`, `/api/places/sites?area=${looked}`, `/cap/alerts/${looked}.xml`, "/cap/feed.atom"],
    ...["/api/session", "/api/incidents", "/api/requests", "/v1.1/Things", `/v1.1/${looked}`, "/nowhere", "/%zz", "/metrics"],
  ]
  for (const path of paths) await visit(base, path)
  for (let i = 0; i < 3; i += 1)
    await visit(base, "/api/session", { json: { account: "guard", password: "not the password", code: "000000" } })
  await visit(base, "/report/status", { json: { code: "AAAA-AAAA-AAAA" } })
  await visit(base, "/api/session", { json: "x".repeat(BODY_PAST_LIMIT_BYTES) }).catch(() => {})
  await visit(base, "/api/live?after=0", { until: /event: (beat|reset)/ })
  await throwAt(Number(new URL(base).port), "BROKEN\r\nHost: \r\n\r\n")
  await throwAt(Number(new URL(base).port), `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"y".repeat(70_000)}\r\n\r\n`)
  await throwAt(mqttPort, mqttConnect("guard-device", "guard-user", "wrong"))
  await throwAt(mqttPort, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]))
  return (await visit(base, "/metrics")).body
}

/** Sends bytes from the visitor's address, says that nothing more comes, and waits until the other side is done as well. */
function throwAt(port: number, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1", ...(traces.own && { localAddress: traces.own }) })
    socket.on("error", () => resolve())
    socket.on("close", () => resolve())
    socket.on("connect", () => socket.end(bytes))
    socket.resume()
  })
}

/** CONNECT of MQTT 3.1.1 (section 3.1) with a name and a password. */
function mqttConnect(...[client, name, password]: readonly [string, string, string]): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)])
  const body = Buffer.concat([text("MQTT"), Buffer.from([4, 0xc2, 0, 60]), text(client), text(name), text(password)])
  return Buffer.concat([Buffer.from([0x10, body.length]), body])
}

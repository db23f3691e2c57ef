import http from "node:http"
import { gunzipSync } from "node:zlib"

/** What a visitor got. `headers` have small letters. */
export interface Heard {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/**
 * What every visitor of the guard carries, so that it can be searched for in all that the program leaves behind. The addresses
 * are of the block for documentation (RFC 5737) and, where the machine has all of 127/8, a second one of this machine's own.
 */
export const traces = {
  forwarded: "203.0.113.77",
  own: process.platform === "linux" ? "127.83.61.7" : undefined,
  agent: "GuardBrowser/7.3",
  referrer: "https://guard-referrer.example/where-i-was",
  place: "guard-looked-up-place",
} as const

/** Everything that must not be found again. */
export const traceList: readonly string[] = Object.values(traces).filter((trace) => trace !== undefined)

const TIMEOUT_MS = 20_000
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

/** One request as a browser sends it, from an address and with headers that can be found again. */
export function visit(
  base: string,
  path: string,
  options: { method?: string; cookie?: string | undefined; json?: unknown; form?: FormData; until?: RegExp } = {},
): Promise<Heard> {
  const { method = options.json === undefined && !options.form ? "GET" : "POST", cookie, json, form, until } = options
  return encode(json, form).then(
    ({ payload, type }) =>
      new Promise((resolve, reject) => {
        const request = http.request(
          new URL(path, base),
          {
            method,
            agent,
            timeout: TIMEOUT_MS,
            ...(traces.own && { localAddress: traces.own }),
            headers: {
              "accept-language": "en",
              "user-agent": traces.agent,
              referer: traces.referrer,
              "x-forwarded-for": traces.forwarded,
              ...(cookie && { cookie }),
              ...(type && { "content-type": type, "sec-fetch-site": "same-origin" }),
            },
          },
          (response) => {
            const chunks: Buffer[] = []
            const done = () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: textOf(Buffer.concat(chunks)),
              })
            response.on("data", (chunk: Buffer) => {
              chunks.push(chunk)
              // A live stream never ends by itself.
              if (until?.test(String(chunk))) {
                done()
                request.destroy()
              }
            })
            response.on("end", done)
          },
        )
        request.on("timeout", () => request.destroy(new Error(`${method} ${path} was not answered`)))
        request.on("error", reject)
        request.end(payload)
      }),
  )
}

async function encode(json: unknown, form: FormData | undefined): Promise<{ payload?: Buffer; type?: string }> {
  if (form) {
    const encoded = new Response(form)
    return { payload: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get("content-type")! }
  }
  return json === undefined ? {} : { payload: Buffer.from(JSON.stringify(json)), type: "application/json" }
}

/** The cookie that an answer gave, as a browser sends it back. */
export function cookieOf({ headers }: Heard): string {
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? ""
}

/** Tiles of the map are packed; what is in them is read as well. */
function textOf(bytes: Buffer): string {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (packed ? gunzipSync(bytes) : bytes).toString("utf8")
}

import { createHash, createHmac } from "node:crypto"
import http, { type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { afterAll, expect, test } from "vitest"
import { openTarget } from "./open-target.ts"

const SECRET = "the secret of this test"
const objects = new Map<string, { readonly body: string; readonly type: string | undefined }>()
const hmac = (key: string | Buffer, value: string) => createHmac("sha256", key).update(value).digest()
const sha256 = (value: string) => createHash("sha256").update(value).digest("hex")

/** Whether a request is signed by who knows the secret: AWS Signature Version 4, written anew from its description. */
function isSigned({ method, url, headers }: IncomingMessage, body: string): boolean {
  const [, keyId, scope = "", names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(headers.authorization ?? "") ??
    []
  const given = headers["x-amz-content-sha256"]
  if (keyId !== "key" || (given !== "UNSIGNED-PAYLOAD" && given !== sha256(body))) return false
  const { pathname, searchParams } = new URL(url!, "http://any")
  const encode = (value: string) =>
    encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const query = [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&")
  const signed = names
    .split(";")
    .map((name) => `${name}:${String(headers[name])}\n`)
    .join("")
  const canonical = [method, pathname, query, signed, names, given].join("\n")
  const [date = "", region = "", service = "", end = ""] = scope.split("/")
  const key = [date, region, service, end].reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${SECRET}`)
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n")
  return createHmac("sha256", key).update(toSign).digest("hex") === signature
}

const server = http.createServer((request, response) => {
  void (async () => {
    const body = await text(request)
    if (!isSigned(request, body)) return response.writeHead(403).end()
    if (request.method === "PUT") {
      objects.set(request.url!, { body, type: request.headers["content-type"] })
      return response.end()
    }
    const prefix = new URL(request.url!, "http://any").searchParams.get("prefix")!
    const codes = [...objects.keys()].flatMap((key) =>
      key.startsWith(`/city/${prefix}`) ? [key.slice(6 + prefix.length).split("/")[0]!] : [],
    )
    return response.end(
      `<ListBucketResult><Prefix>${prefix}</Prefix>${codes.map((code) => `<CommonPrefixes><Prefix>${prefix}${code}/</Prefix></CommonPrefixes>`).join("")}</ListBucketResult>`,
    )
  })()
})
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
const place = `http://127.0.0.1:${(server.address() as AddressInfo).port}/city/site`
afterAll(() => new Promise((resolve) => server.close(resolve)))

test("an object store gets what changed, signed, under its folder, and says which warnings it has", async () => {
  const target = openTarget(place, { region: "cn-east-1", keyId: "key", secret: SECRET })
  expect(await target.put("/en/warnings/W-1/index.html", "<p>暴雨")).toBe(true)
  expect(await target.put("/en/warnings/W-1/index.html", "<p>暴雨")).toBe(false)
  expect(await target.put("/en/warnings/W-1/index.html", "<p>over")).toBe(true)
  expect(objects.get("/city/site/en/warnings/W-1/index.html")).toEqual({ body: "<p>over", type: "text/html; charset=utf-8" })
  expect(await target.list("/en/warnings")).toContain("W-1")
})

test("a refusal is told, is tried again the next time, and an address needs its keys", async () => {
  const wrong = openTarget(place, { region: "cn-east-1", keyId: "key", secret: "another" })
  await expect(wrong.put("/public.js", "x")).rejects.toMatchObject({ code: "PUBLIC_PUBLISH_REFUSED", values: { status: 403 } })
  expect(() => openTarget(place, { region: "cn-east-1" })).toThrow(
    expect.objectContaining({ code: "PUBLIC_PUBLISH_KEYS_MISSING" }),
  )
})

import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto"
import fs from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import https from "node:https"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"
import { makeCertificates } from "../../../../platform/tls/index.ts"

/** What came, as a browser would see it. */
export interface Pushed {
  readonly headers: Readonly<Record<string, string>>
  readonly notice: unknown
  /** Of the signed token: whom it is for, and who sends. */
  readonly token: { readonly aud: string; readonly sub: string; readonly exp: number }
}

/**
 * A push service and the browsers behind it on this machine: checks the token of the sender (RFC 8292) and decrypts with the
 * browser's keys (RFC 8291). The last part of the path says how it answers: a status, `hang`, or `cut`.
 */
export async function startPushReceiver(folder: string) {
  const files = makeCertificates({ folder, hosts: ["127.0.0.1"], now: new Date() })
  const browser = createECDH("prime256v1")
  const p256dh = browser.generateKeys()
  const auth = randomBytes(16)
  const pushed: Pushed[] = []
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = request.url!.split("/").at(-1)!
    if (answer === "cut") return request.socket.destroy()
    const body = await buffer(request)
    if (answer === "hang") return undefined
    const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(request.headers.authorization ?? "") ?? []
    const notice: unknown = JSON.parse(decrypt(body).toString())
    pushed.push({ headers: request.headers as Record<string, string>, notice, token: readToken(token, key) })
    return response.writeHead(Number(answer), answer === "429" ? { "retry-after": "7" } : {}).end()
  }
  const server = https.createServer(
    { key: fs.readFileSync(files.key), cert: fs.readFileSync(files.certificate) },
    (request, response) => void reply(request, response),
  )
  const decrypt = (body: Buffer): Buffer => {
    const salt = body.subarray(0, 16)
    const sender = body.subarray(21, 21 + body[20]!)
    const shared = browser.computeSecret(sender)
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), p256dh, sender])
    const input = Buffer.from(hkdfSync("sha256", shared, auth, info, 32))
    const derive = (label: string, bytes: number) =>
      Buffer.from(hkdfSync("sha256", input, salt, `Content-Encoding: ${label}\0`, bytes))
    const sealed = body.subarray(21 + body[20]!)
    const opener = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12))
    opener.setAuthTag(sealed.subarray(-16))
    const padded = Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()])
    return padded.subarray(0, padded.lastIndexOf(2))
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ca: fs.readFileSync(files.authority, "utf8"),
    origin,
    pushed,
    addressFor: (answer: string) =>
      JSON.stringify({
        endpoint: `${origin}/push/${answer}`,
        keys: { p256dh: p256dh.toString("base64url"), auth: auth.toString("base64url") },
      }),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The claims of a token, when the key that came with it signed it. */
function readToken(token: string, publicKey: string): Pushed["token"] {
  const [header, claims, signature] = token.split(".")
  const point = Buffer.from(publicKey, "base64url")
  const key = createPublicKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
  })
  const isSigned = verify(
    "sha256",
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature!, "base64url"),
  )
  if (!isSigned) throw new Error("the token is not signed by its key")
  return JSON.parse(Buffer.from(claims!, "base64url").toString()) as Pushed["token"]
}

import { once } from "node:events"
import fs from "node:fs"
import https from "node:https"
import type { AddressInfo } from "node:net"
import os from "node:os"
import path from "node:path"
import Fastify from "fastify"
import { afterAll, describe, expect, test } from "vitest"
import { AUTHORITY_PATH, authorityRoutes, loadTls, makeCertificates } from "./index.ts"

const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-tls-"))
const folder = path.join(dataFolder, "tls")
afterAll(() => fs.rmSync(dataFolder, { recursive: true }))
const now = new Date()
const files = makeCertificates({ folder, hosts: ["City.Linjiang.example", "10.20.30.40", "临江.example"], now })
const pair = (from: { certificate: string; key: string }) => ({ HOLDFAST_TLS_CERT: from.certificate, HOLDFAST_TLS_KEY: from.key })

/** What a client sees that connects for `servername` and trusts `authority` or nobody. */
async function connect(options: {
  servername: string
  authority?: string
  tls?: { cert: string; key: string }
}): Promise<string> {
  const server = https.createServer(options.tls ?? loadTls(pair(files))!, (_request, response) => response.end("trusted"))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  const ca = options.authority ? { ca: options.authority } : {}
  try {
    return await new Promise<string>((resolve) => {
      const request = https.get({ host: "127.0.0.1", port, servername: options.servername, ...ca, agent: false }, (response) => {
        response.setEncoding("utf8").on("data", (text: string) => resolve(text))
      })
      request.on("error", (error: NodeJS.ErrnoException) => resolve(`${error.code} ${error.message}`))
    })
  } finally {
    server.close()
  }
}
const authority = fs.readFileSync(files.authority, "utf8")

describe("a certificate of the local authority", () => {
  test.each(["city.linjiang.example", "xn--miq684e.example", "localhost"])(
    "is trusted for %s by who trusts the authority",
    async (name) => {
      expect(files.hosts).toContain(name)
      expect(await connect({ servername: name, authority })).toBe("trusted")
    },
  )

  test("is trusted for its address", async () => {
    // Without a server name the client compares the address that it connects to.
    expect(await connect({ servername: "", authority })).toBe("trusted")
  })

  test("is refused by everybody else, and for other names", async () => {
    expect(await connect({ servername: "localhost" })).toMatch(/SELF_SIGNED|UNABLE_TO/)
    expect(await connect({ servername: "bank.example", authority })).toMatch("ERR_TLS_CERT_ALTNAME_INVALID")
  })

  test("cannot be made for another name: the authority covers its own hosts only", async () => {
    const other = makeCertificates({ folder: path.join(dataFolder, "other"), hosts: ["bank.example"], now })
    const { createPrivateKey, createPublicKey } = await import("node:crypto")
    const { makeServerCertificate } = await import("./x509.ts")
    const key = createPrivateKey(fs.readFileSync(path.join(folder, "authority.key")))
    const serverKey = fs.readFileSync(other.key, "utf8")
    const issuer = loadAuthorityName()
    const request = { subject: "bank.example", publicKey: createPublicKey(serverKey), hosts: ["bank.example"] }
    const cert = makeServerCertificate(
      { ...request, notBefore: new Date(now.getTime() - 60_000), notAfter: new Date(now.getTime() + 86_400_000) },
      { issuer, issuerKey: createPublicKey(key), key },
    )
    expect(await connect({ servername: "bank.example", authority, tls: { cert, key: serverKey } })).toMatch(
      "permitted subtree violation",
    )
  })

  test("is renewed by the same authority for the same hosts, and by a new one for others", () => {
    const again = makeCertificates({ folder, hosts: ["City.Linjiang.example", "10.20.30.40", "临江.example"], now })
    expect(again).toMatchObject({ newAuthority: false, fingerprint: files.fingerprint })
    const moved = path.join(dataFolder, "moved")
    fs.cpSync(folder, moved, { recursive: true })
    const other = makeCertificates({ folder: moved, hosts: ["city.linjiang.example"], now })
    expect(other.newAuthority).toBe(true)
    expect(other.fingerprint).not.toBe(files.fingerprint)
  })

  test.skipIf(process.platform === "win32")("leaves keys that only the owner reads", () => {
    for (const name of ["authority.key", "server.key"]) expect(fs.statSync(path.join(folder, name)).mode & 0o077).toBe(0)
  })

  test.each(["", "*.example", "a b", "-x.example", "1.2.3", "http://x"])("is not made for %j", (host) => {
    const made = () => makeCertificates({ folder, hosts: [host], now })
    expect(made).toThrow(expect.objectContaining({ code: "CLI_TLS_HOST_INVALID" }))
  })
})

function loadAuthorityName(): string {
  return "Holdfast city.linjiang.example"
}

describe("the settings of TLS", () => {
  test("absent mean plain HTTP, half given or not fitting mean no start", () => {
    expect(loadTls({})).toBeUndefined()
    const code = (settings: Parameters<typeof loadTls>[0]) => {
      try {
        loadTls(settings)
        return "none"
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    const { HOLDFAST_TLS_CERT, HOLDFAST_TLS_KEY } = pair(files)
    expect(code({ HOLDFAST_TLS_CERT })).toBe("CLI_TLS_PAIR_INCOMPLETE")
    expect(code({ HOLDFAST_TLS_KEY })).toBe("CLI_TLS_PAIR_INCOMPLETE")
    expect(code({ HOLDFAST_TLS_CERT: HOLDFAST_TLS_KEY, HOLDFAST_TLS_KEY })).toBe("CLI_TLS_UNREADABLE")
    expect(code({ HOLDFAST_TLS_CERT, HOLDFAST_TLS_KEY: path.join(folder, "none") })).toBe("CLI_TLS_UNREADABLE")
    expect(code({ HOLDFAST_TLS_CERT, HOLDFAST_TLS_KEY: path.join(folder, "authority.key") })).toBe("CLI_TLS_KEY_MISMATCH")
    expect(code(pair(files))).toBe("none")
  })
})

test("a phone fetches the authority under its fixed path", async () => {
  const app = Fastify()
  await app.register(authorityRoutes(dataFolder))
  const answer = await app.inject(AUTHORITY_PATH)
  expect(answer.headers["content-type"]).toBe("application/x-x509-ca-cert")
  expect(answer.body).toBe(authority)
  const none = Fastify()
  await none.register(authorityRoutes(path.join(dataFolder, "none")))
  expect((await none.inject(AUTHORITY_PATH)).statusCode).toBe(404)
})

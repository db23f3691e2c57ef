import { once } from "node:events"
import fs from "node:fs"
import https from "node:https"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import tls from "node:tls"
import { ManualClock } from "@holdfast/kernel"
import { afterAll, describe, expect, test } from "vitest"
import { hasPebble, type Pebble, startPebble } from "../../../../test/pebble.ts"
import { findFreePort } from "../../http/index.ts"
import { CertificateKeeper, findAttempt, findCertificate, readAcmePlan } from "../index.ts"

const host = "city.holdfast.example"
const pebbleThere = hasPebble()
let pebble: Pebble | undefined
if (pebbleThere) {
  pebble = await startPebble()
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), fs.readFileSync(pebble.trust, "utf8")])
}
const folders: string[] = []
afterAll(async () => {
  await pebble?.stop()
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
})

/** A server on its own folder and the wall clock of the test, as `serve` builds it. */
async function openServer(changes: { directory?: string; data?: string } = {}) {
  const data = changes.data ?? fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-acme-"))
  folders.push(data)
  const plan = readAcmePlan({
    HOLDFAST_DATA: data,
    HOST: "127.0.0.1",
    HOLDFAST_PUBLIC_URL: `https://${host}`,
    HOLDFAST_ACME_DIRECTORY: changes.directory ?? pebble!.directory,
    HOLDFAST_ACME_TERMS: "agreed",
    HOLDFAST_ACME_EMAIL: "engineer@city.holdfast.example",
    HOLDFAST_ACME_PORT: pebble!.proofPort,
  })!
  const wall = new ManualClock(new Date().toISOString())
  const failures: unknown[] = []
  const server = https.createServer(CertificateKeeper.current(plan, wall.now()), (_request, response) => response.end("city"))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const keeper = new CertificateKeeper({
    plan,
    wall,
    onCertificate: (renewed) => server.setSecureContext(renewed),
    onFailure: (error) => failures.push(error),
  })
  const { port } = server.address() as net.AddressInfo
  return {
    ...{ plan, wall, failures, keeper },
    /** The serial number of the certificate that a client gets, and whether the authority vouches for it. */
    look: async () => {
      const socket = tls.connect({
        port,
        host: "127.0.0.1",
        servername: host,
        ca: await pebble!.root(),
        rejectUnauthorized: false,
      })
      await once(socket, "secureConnect")
      const seen = { serial: socket.getPeerCertificate().serialNumber, trusted: socket.authorized }
      socket.destroy()
      return seen
    },
    close: async () => {
      await keeper.stop()
      server.close()
    },
  }
}

describe.skipIf(!pebbleThere)("a certificate by ACME (needs pebble)", () => {
  test("is fetched, served without a restart, kept for the owner alone, and renewed in time", async () => {
    const city = await openServer()
    expect(await city.look()).toMatchObject({ trusted: false })
    await city.keeper.look()
    expect(city.failures).toEqual([])
    const first = await city.look()
    expect(first.trusted).toBe(true)
    for (const name of fs.readdirSync(city.plan.folder))
      expect(fs.statSync(path.join(city.plan.folder, name)).mode & 0o077).toBe(0)
    expect(fs.readdirSync(city.plan.folder).toSorted()).toEqual(["account.key", "certificate.pem", "last-attempt.json"])

    await city.keeper.look()
    expect(await city.look()).toEqual(first)

    const { certificate } = findCertificate(city.plan.folder, host)!
    const life = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)
    city.wall.advanceByMs(life * 0.7)
    await city.keeper.look()
    expect(city.failures).toEqual([])
    const second = await city.look()
    expect(second.trusted).toBe(true)
    expect(second.serial).not.toBe(first.serial)
    await city.close()
  })

  test("that cannot be fetched leaves the server as it was, says why once, and waits longer each time", async () => {
    const closed = `https://127.0.0.1:${await findFreePort("127.0.0.1")}/dir`
    const good = await openServer()
    await good.keeper.look()
    await good.close()
    const city = await openServer({ directory: closed, data: path.join(good.plan.folder, "..", "..") })
    const before = await city.look()
    expect(before.trusted).toBe(true)
    city.wall.advanceByMs(5 * 365 * 86_400_000)
    const tries = async () => {
      await city.keeper.look()
      return city.failures.length
    }
    expect(await tries()).toBe(1)
    expect(city.failures[0]).toMatchObject({
      code: "CLI_ACME_FAILED",
      values: { host, directory: closed, port: pebble!.proofPort, reason: expect.stringContaining("ECONNREFUSED") },
    })
    city.wall.advanceByMs(4 * 60_000)
    expect(await tries()).toBe(1)
    city.wall.advanceByMs(60_000)
    expect(await tries()).toBe(2)
    city.wall.advanceByMs(9 * 60_000)
    expect(await tries()).toBe(2)
    city.wall.advanceByMs(60_000)
    expect(await tries()).toBe(3)
    expect(findAttempt(city.plan.folder)).toMatchObject({ failures: 3, error: { code: "CLI_ACME_FAILED" } })
    expect(await city.look()).toEqual(before)
    await city.close()
  })

  test("waits for its port while another program holds it", async () => {
    const other = net.createServer().listen(pebble!.proofPort, "127.0.0.1")
    await once(other, "listening")
    const city = await openServer()
    await city.keeper.look()
    expect(city.failures).toMatchObject([{ code: "CLI_ACME_PORT", values: { port: pebble!.proofPort, reason: "EADDRINUSE" } }])
    other.close()
    await once(other, "close")
    city.wall.advanceByMs(3_600_000)
    await city.keeper.look()
    expect(city.failures).toHaveLength(1)
    expect(await city.look()).toMatchObject({ trusted: true })
    await city.close()
  })

  test("has a door for the proof that sends everybody else to HTTPS", async () => {
    const city = await openServer()
    await city.keeper.look()
    const ask = (where: string) => fetch(`http://127.0.0.1:${pebble!.proofPort}${where}`, { redirect: "manual" })
    const sent = await ask("/warnings/7?x=1")
    expect([sent.status, sent.headers.get("location")]).toEqual([308, `https://${host}/warnings/7?x=1`])
    expect((await ask("//elsewhere.example/")).headers.get("location")).toBe(`https://${host}//elsewhere.example/`)
    expect((await ask("/.well-known/acme-challenge/unknown")).status).toBe(404)
    await city.close()
  })
})

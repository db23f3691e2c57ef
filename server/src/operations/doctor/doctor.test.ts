import { X509Certificate } from "node:crypto"
import fs from "node:fs"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { wordsIn } from "@holdfast/words"
import { describe, expect, test } from "vitest"
import { makeCertificates } from "../../platform/tls/index.ts"
import type { DatabaseFacts } from "../database-facts.ts"
import { operationErrors } from "../errors.ts"
import type { Finding } from "./finding.ts"
import type { AcmeFacts } from "./judge-acme.ts"
import { judgeBackups, judgeDatabase, judgeLog } from "./judge-database.ts"
import { judgeMachine } from "./judge-machine.ts"
import { judgeNetwork, type NetworkFacts } from "./judge-network.ts"
import { type MachineFacts, readMachineFacts } from "./machine.ts"
import { examinePorts } from "./ports.ts"

const now = new Date("2026-07-30T12:00:00Z")
const GIB = 1024 ** 3
const machine: MachineFacts = {
  nodeVersion: "24.1.0",
  folder: { path: "/data", failure: null, freeBytes: 50 * GIB, othersMayRead: false },
  fsyncMs: 2,
  clock: { now, jumpMs: 0, synchronised: true },
}
const city: DatabaseFacts = {
  engine: "pglite",
  version: "18.3",
  postgis: "3.6.2",
  bytes: 2e7,
  migrations: [],
  city: "demo",
  log: { entries: 3, newestAt: null, faults: 0 },
}
const network: NetworkFacts = {
  host: "127.0.0.1",
  publicUrl: undefined,
  trustsProxy: false,
  certificate: undefined,
  city: "live",
  now,
}

/** What was said, with its level; and that both languages have words for it whose slots are all filled. */
function said(findings: readonly Finding[]): string[] {
  for (const { says, values, error } of findings)
    for (const language of ["en", "zh-CN"] as const)
      expect(wordsIn(language)(`cli:doctor.says.${says}`, { ...values, ...(error ? { reason: "r" } : {}) })).not.toContain("{{")
  return findings.map(({ level, says }) => `${level} ${says}`)
}

describe("the machine", () => {
  test.each<[string, Partial<MachineFacts>, string]>([
    ["an old Node", { nodeVersion: "22.9.0" }, "problem nodeOld"],
    ["no right to write", { folder: { ...machine.folder, failure: "EACCES" } }, "problem folderUnusable"],
    ["a full disk", { folder: { ...machine.folder, freeBytes: GIB / 4 } }, "problem diskFull"],
    ["a disk that takes nothing", { fsyncMs: new Error("EROFS") }, "problem folderUnusable"],
    [
      "a disk so full that it takes nothing",
      { folder: { ...machine.folder, freeBytes: 0 }, fsyncMs: new Error("ENOSPC") },
      "problem diskFull",
    ],
    ["a disk that fills", { folder: { ...machine.folder, freeBytes: 3 * GIB } }, "warning diskLow"],
    ["a folder open to others", { folder: { ...machine.folder, othersMayRead: true } }, "warning folderOpen"],
    ["a slow disk", { fsyncMs: 90 }, "warning fsyncSlow"],
    ["a very slow disk", { fsyncMs: 900 }, "problem fsyncSlow"],
    ["a clock alone", { clock: { ...machine.clock, synchronised: false } }, "warning clockAlone"],
    ["a clock nobody knows of", { clock: { ...machine.clock, synchronised: null } }, "ok clockUnknown"],
    ["a clock that jumps", { clock: { ...machine.clock, jumpMs: 4_000 } }, "warning clockJumps"],
  ])("%s is told", (_, facts, expected) => {
    expect(said(judgeMachine({ ...machine, ...facts }, undefined))).toContain(expected)
  })

  test("that is in order is told so, and a clock behind the log is a problem", () => {
    expect(said(judgeMachine(machine, undefined))).toEqual(["ok node", "ok folder", "ok fsync", "ok clock"])
    expect(said(judgeMachine(machine, new Date(now.getTime() + 1)))).toContain("problem clockBehind")
  })

  test("is really looked at", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-doctor-"))
    const facts = await readMachineFacts(folder)
    expect(facts).toMatchObject({ folder: { failure: null }, nodeVersion: process.versions.node })
    expect(facts.fsyncMs).toBeGreaterThan(0)
    expect(fs.readdirSync(folder)).toEqual([])
    const file = path.join(folder, "file")
    fs.writeFileSync(file, "")
    expect((await readMachineFacts(path.join(file, "below"))).folder.failure).toMatch(/ENOTDIR|EEXIST|ENOENT/)
    fs.rmSync(folder, { recursive: true })
  })
})

describe("the database", () => {
  test.each<[string, Parameters<typeof judgeDatabase>[0], string]>([
    ["none yet", undefined, "ok databaseNone"],
    ["one that says what is wrong", operationErrors.PASSPHRASE_DIFFERS({}), "problem databaseFailed"],
    ["one that is broken", new Error("no"), "problem databaseBroken"],
    ["one without PostGIS", { ...city, postgis: null }, "problem postgisMissing"],
    ["PostgreSQL", { ...city, engine: "postgres" }, "ok postgres"],
    ["an embedded one", city, "ok embedded"],
    ["a large embedded one", { ...city, bytes: 9e8 }, "warning embeddedLarge"],
  ])("%s is told", (_, looked, expected) => {
    expect(said(judgeDatabase(looked))).toEqual([expected])
  })

  test("the log is told by what reading it gave", () => {
    const log = (faults: number | null) => judgeLog({ ...city, log: { entries: 3, newestAt: null, faults } })
    expect([log(0), log(2), log(null)].flatMap(said)).toEqual(["ok log", "problem logInvalid", "ok logUnread"])
    expect(judgeLog(undefined)).toEqual([])
  })

  test("backups are told by age: one a day, none beyond 35 days", () => {
    const at = (days: number) => ({
      at: new Date(now.getTime() - days * 86_400_000).toISOString(),
      file: "/b",
      bytes: 1,
      sha256: "",
    })
    const there = () => true
    expect(said(judgeBackups([], there, now))).toEqual(["warning backupNone"])
    expect(said(judgeBackups([at(0.5)], there, now))).toEqual(["ok backup"])
    expect(said(judgeBackups([at(40), at(2)], there, now))).toEqual(["warning backupOld", "warning backupKept"])
    expect(said(judgeBackups([at(40), at(2)], () => false, now))).toEqual(["warning backupOld"])
  })
})

describe("the network", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-doctor-tls-"))
  const made = makeCertificates({ folder, hosts: ["city.example"], now })
  const certificate = new X509Certificate(fs.readFileSync(made.certificate))
  const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
  const url = "https://city.example"

  test.each<[string, Partial<NetworkFacts>, string[]]>([
    ["plain HTTP at home", {}, ["ok httpLocal"]],
    ["plain HTTP for others", { host: "0.0.0.0" }, ["warning httpOpen"]],
    ["plain HTTP under another name", { publicUrl: "http://city.example" }, ["warning httpOpen"]],
    ["a proxy", { publicUrl: url, trustsProxy: true }, ["ok proxy"]],
    ["a proxy nobody named", { publicUrl: url }, ["warning proxyUntold"]],
    ["a good certificate", { certificate, publicUrl: url }, ["ok tls"]],
    ["one for a short time", { certificate, publicUrl: url, now: later(380) }, ["warning tlsExpires"]],
    ["one that ended", { certificate, publicUrl: url, now: later(400) }, ["problem tlsExpired"]],
    ["one for another name", { certificate, publicUrl: "https://other.example" }, ["ok tls", "problem tlsName"]],
    ["no public address", { certificate }, ["ok tls", "warning publicUrlNone"]],
    ["a plain public address", { certificate, publicUrl: "http://city.example" }, ["ok tls", "warning publicUrlPlain"]],
    ["one that cannot be read", { certificate: operationErrors.PASSPHRASE_DIFFERS({}) }, ["problem tlsFailed"]],
    ["a demo city for everybody", { host: "0.0.0.0", city: "demo" }, ["warning httpOpen", "problem demoOpen"]],
    ["a demo city at home", { host: "::1", city: "demo" }, ["ok httpLocal"]],
  ])("%s is told", (_, facts, expected) => {
    expect(said(judgeNetwork({ ...network, ...facts }))).toEqual(expected)
  })

  test("a certificate by ACME is told by its age and by the last try", () => {
    const error = { code: "CLI_ACME_FAILED", values: {} }
    const failed = { at: now.toISOString(), failures: 2, error }
    const told = (acme: Partial<AcmeFacts>, at = now) =>
      said(judgeNetwork({ ...network, acme: { host: "city.example", certificate, attempt: undefined, ...acme }, now: at }))
    expect(told({})).toEqual(["ok acme"])
    expect(told({ attempt: failed })).toEqual(["ok acme", "warning acmeLast"])
    expect(told({}, later(300))).toEqual(["warning acmeLate"])
    expect(told({ attempt: failed }, later(400))).toEqual(["problem acmeExpired", "warning acmeLast"])
    expect(told({ certificate: undefined })).toEqual(["warning acmeNone"])
    expect(told({ certificate: undefined, attempt: failed })).toEqual(["problem acmeNone", "warning acmeLast"])
  })

  test("ports are told: free, taken, or our own", async () => {
    const server = net.createServer().listen(0, "127.0.0.1")
    await new Promise((resolve) => server.once("listening", resolve))
    const { port } = server.address() as net.AddressInfo
    expect(said(await examinePorts("127.0.0.1", { PORT: port }, false))).toEqual(["problem portTaken"])
    expect(said(await examinePorts("127.0.0.1", { PORT: port, MQTT_PORT: 0 }, true))).toEqual(["ok portOurs"])
    await new Promise((resolve) => server.close(resolve))
    expect(said(await examinePorts("127.0.0.1", { PORT: port }, false))).toEqual(["ok portFree"])
    expect(said(await examinePorts("203.0.113.1", { PORT: port }, false))).toEqual(["problem portRefused"])
    fs.rmSync(folder, { recursive: true })
  })
})

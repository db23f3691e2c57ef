import { spawnSync } from "node:child_process"
import { createHash, generateKeyPairSync, sign } from "node:crypto"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { type CapAlertInput, type CapSigner, ecdsaInARow, readCap, signCap, verifyCap, writeCap } from "@holdfast/cap"
import { XMLParser } from "fast-xml-parser"
import { type BenchAlert, makeAlerts } from "./cap-alerts.ts"
import type { Figure, Row } from "./measure.ts"

const ROUNDS = 5
const SEED = 20_261_122
const SIGNED = 5_000
const schema = fileURLToPath(new URL("../../shared/data/schemas/CAP-v1.2.xsd", import.meta.url))

/**
 * C1 and C2 of the performance goals, in processor time, because others use the machine too. Reading: so many messages with every rule
 * and as typed objects, against the parse alone of fast-xml-parser, and against libxml2 by xmllint (DOM, and DOM with the schema) over
 * the same files. Writing: messages written and signed by one core.
 */
export async function benchCap(count: number): Promise<{ rows: Row[]; figures: Figure[] }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-cap-"))
  const ours: number[] = []
  const peers: Record<string, number[]> = { "fast-xml-parser, parse alone": [], "xmllint --noout": [], "xmllint --schema": [] }
  const refusals: number[] = []
  try {
    // Until the compiler is through with it: starting is not what is measured, here and of xmllint.
    const first = makeAlerts(500, 1)
    for (let time = 0; time < 4; time += 1) readAll(first)
    for (let round = 0; round < ROUNDS; round += 1) {
      const alerts = makeAlerts(count / ROUNDS, SEED + round)
      const bytes = alerts.reduce((sum, alert) => sum + alert.bytes.length, 0)
      const rate = (cpuMs: number) => bytes / 1e3 / cpuMs
      ours.push(rate(cpuOf(() => readAll(alerts))))
      compareAnswers(alerts)
      refusals.push(...timeRefusals(alerts))
      peers["fast-xml-parser, parse alone"]!.push(rate(parseAll(alerts)))
      const names = alerts.map((alert, i) => writeFile(folder, i, alert.bytes))
      peers["xmllint --noout"]!.push(rate(lint(names, ["--noout"])))
      if (fs.existsSync(schema)) peers["xmllint --schema"]!.push(rate(lint(names, ["--noout", "--schema", schema])))
      process.stderr.write(`cap, round ${round + 1}: ${(bytes / 1e6).toFixed(0)} MB, ours ${ours.at(-1)!.toFixed(0)} MB/s\n`)
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  const rows = Object.entries(peers)
    .filter(([, peer]) => peer.length > 0 && peer.every(Number.isFinite))
    .map(([peerName, peer]) => ({ name: "CAP read with every rule", unit: "MB per second of processor", ours, peer, peerName }))
  return {
    rows,
    figures: [
      { name: "CAP refusal of what harms, slowest", unit: "ms", values: [Math.max(...refusals)], decimals: 2 },
      {
        name: "CAP messages written and signed, one core",
        unit: "per second of processor",
        values: await writeAndSign(),
        decimals: 0,
      },
    ],
  }
}

function readAll(alerts: readonly BenchAlert[]): void {
  for (const { bytes } of alerts) readCap(bytes)
}

/** Each must say what was written into it, and what harms must say nothing. */
function compareAnswers(alerts: readonly BenchAlert[]): void {
  for (const { bytes, expected } of alerts) {
    const reading = readCap(bytes)
    if (reading.ok !== (expected !== undefined))
      throw new Error(`${expected?.identifier}: ${JSON.stringify(reading.ok || reading.problems)}`)
    if (!reading.ok || !expected) continue
    const { identifier, info } = reading.alert
    const positions = info
      .flatMap(({ area }) => area.flatMap(({ polygon }) => polygon))
      .reduce((sum, ring) => sum + ring.length, 0)
    if (identifier !== expected.identifier || (expected.positions >= 0 && positions !== expected.positions))
      throw new Error(`${expected.identifier} was read otherwise`)
  }
}

function timeRefusals(alerts: readonly BenchAlert[]): number[] {
  return alerts.filter(({ expected }) => !expected).map(({ bytes }) => cpuOf(() => readCap(bytes)))
}

/** What it refuses takes it as long as what it reads. */
function parseAll(alerts: readonly BenchAlert[]): number {
  const texts = alerts.map(({ bytes, expected }) => ({ text: bytes.toString(), expected }))
  const parser = new XMLParser()
  return cpuOf(() => {
    for (const { text } of texts) {
      try {
        parser.parse(text)
      } catch {
        // It refuses some of what harms, and reads the rest.
      }
    }
  })
}

function lint(files: readonly string[], options: readonly string[]): number {
  const run = (given: readonly string[]) => {
    const command = 'TIMEFORMAT="%U %S"; time xmllint --nonet "$@" >/dev/null 2>&1'
    const { stderr } = spawnSync("bash", ["-c", command, "xmllint", ...options, ...given], { encoding: "utf8" })
    const [user, system] = stderr.trim().split(" ").map(Number)
    return (user! + system!) * 1e3
  }
  // Starting it, and reading the schema, is not what is measured.
  return run(files) - run(files.slice(0, 1))
}

function writeFile(folder: string, i: number, bytes: Buffer): string {
  const file = path.join(folder, `${i}.xml`)
  fs.writeFileSync(file, bytes)
  return file
}

function cpuOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  // With the system's share: it tells the two apart by sampling, and only their sum is exact.
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e3
}

async function writeAndSign(): Promise<number[]> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const signer: CapSigner = {
    sha256: (bytes) => createHash("sha256").update(bytes).digest(),
    sign: (bytes) => ecdsaInARow(sign("sha256", bytes, privateKey)),
    point: publicKey.export({ type: "spki", format: "der" }).subarray(-65),
  }
  const pem = publicKey.export({ type: "spki", format: "pem" }) as string
  const message = exampleMessage()
  const rates: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    let last = ""
    const before = process.cpuUsage()
    for (let i = 0; i < SIGNED; i += 1) last = await signCap(writeCap({ ...message, identifier: `W-${round}.${i}` }), signer)
    const { user, system } = process.cpuUsage(before)
    const { verdict } = await verifyCap(last, { trusted: () => [{ name: "city", pem }] })
    if (verdict !== "signed-by") throw new Error(`what was signed does not verify: ${verdict}`)
    if (round > 0) rates.push(SIGNED / ((user + system) / 1e6))
  }
  return rates
}

/** Two languages and an area of a hundred positions: 6 kB, as a city sends it. */
function exampleMessage(): Omit<CapAlertInput, "identifier"> {
  const reading = makeAlerts(200, 7)
    .filter(({ bytes, expected }) => expected && expected.positions > 180 && bytes.length < 12_000)
    .map(({ bytes }) => readCap(bytes))
    .find((one) => one.ok && one.alert.info.length === 2)
  if (!reading?.ok) throw new Error("no example among the alerts of this seed")
  return reading.alert
}

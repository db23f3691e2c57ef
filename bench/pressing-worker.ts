import { setInterval } from "node:timers"
import { parentPort, workerData } from "node:worker_threads"
import type { Gauge } from "./gauges.ts"
import { PressingDevice, type Tally } from "./pressing-device.ts"

// The devices of the overload bench, on a thread of their own, so that what they do does not delay the probe's clock.

/** How hard the devices press. */
export interface Press {
  /** Of all together; undefined for as many as are acknowledged. */
  readonly perS: number | undefined
  /** Messages of one device that may wait for their PUBACK; 0 for silence. */
  readonly windowMax: number
}

/** What the thread tells each second. */
export interface Report extends Tally {
  readonly waiting: number
  /** Milliseconds until the PUBACK, of some devices, since the last report. */
  readonly pubackMs: readonly number[]
}

/** The measurements of some devices that were acknowledged. */
export interface Sample {
  readonly datastream: number
  readonly atMs: readonly number[]
}

export interface Given {
  readonly port: number
  readonly gauges: readonly Gauge[]
  readonly seed: number
}

const TICK_MS = 100
const REPORT_MS = 1_000
const CONNECTED_AT_ONCE = 200
const SAMPLES = 20

const { port, gauges, seed } = workerData as Given
const tally: Tally = { ended: 0, offered: 0, heldBack: 0, acknowledged: 0, good: 0 }
const devices = gauges.map((gauge, i) => new PressingDevice({ gauge, name: `press-${i}`, port, seed: seed + i, tally }))
const samples = gauges.slice(0, SAMPLES).map(({ datastream }) => ({ datastream, atMs: [] as number[] }))
let pubackMs: number[] = []
for (const [i, sample] of samples.entries()) {
  devices[i]!.onKept = (atMs, tookMs) => {
    sample.atMs.push(atMs)
    pubackMs.push(tookMs)
  }
}
for (let start = 0; start < devices.length; start += CONNECTED_AT_ONCE) {
  await Promise.all(devices.slice(start, start + CONNECTED_AT_ONCE).map((device) => device.connect()))
}

let press: Press = { perS: undefined, windowMax: 0 }
let next = 0
let owed = 0
let tickedMs = performance.now()
for (const device of devices) {
  device.onAcknowledged = () => {
    if (press.perS === undefined) device.measure(Math.max(0, press.windowMax - device.waiting), press.windowMax)
  }
}

setInterval(() => {
  const nowMs = performance.now()
  owed += ((press.perS ?? 0) * (nowMs - tickedMs)) / 1_000
  tickedMs = nowMs
  // Each in its turn, so that all press alike.
  const each = Math.floor(owed / devices.length)
  const more = Math.floor(owed) - each * devices.length
  owed -= Math.floor(owed)
  for (let i = 0; i < devices.length; i += 1) {
    const count = each + (i < more ? 1 : 0)
    if (count > 0) devices[(next + i) % devices.length]!.measure(count, press.windowMax)
  }
  next = (next + more) % devices.length
}, TICK_MS)

setInterval(() => {
  const waiting = devices.reduce((sum, device) => sum + device.waiting, 0)
  parentPort!.postMessage({ ...tally, waiting, pubackMs } satisfies Report)
  pubackMs = []
}, REPORT_MS)

parentPort!.on("message", (asked: Press | "samples" | "close") => {
  if (asked === "samples") return parentPort!.postMessage(samples satisfies Sample[])
  if (asked === "close") {
    for (const device of devices) device.close()
    process.exit(0)
  }
  press = asked
  owed = 0
  if (press.perS === undefined) for (const device of devices) device.onAcknowledged!()
})
parentPort!.postMessage("ready")

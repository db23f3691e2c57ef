import assert from "node:assert"
import { setTimeout as wait } from "node:timers/promises"
import type { BenchServer } from "./bench-server.ts"
import type { Gauge } from "./gauges.ts"
import { type Figure, quantile } from "./measure.ts"
import { PressingDevices } from "./pressing-devices.ts"
import { Probe } from "./probe.ts"
import { countStored, storedTimes } from "./take-in.ts"
import { Watcher } from "./watcher.ts"

const SEED = 20_260_804
/** How a device usually sends, and how one that presses does. */
const [USUAL_WINDOW, PRESSING_WINDOW] = [4, 100]
const CARRIED_S = 15
const TIMES = 10
const PROBE_EVERY_MS = 250
const CALM_PROBES = 40
/** It is as before when a signal is heard within this again. */
const NORMAL_MS = 100
const SAY_EVERY_S = 10

/**
 * What the server carries is measured first: all devices with four messages in flight. Then they measure ten times as much, with a
 * window of a hundred, while a river gauge that is acknowledged in turn goes up and down and a browser hears its signals.
 */
export async function benchOverload(
  server: BenchServer,
  { minutes, gauges, say }: { readonly minutes: number; readonly gauges: readonly Gauge[]; readonly say: (what: string) => void },
): Promise<Figure[]> {
  say(`${Math.round(server.residentMb() ?? 0)} MB after its start`)
  const before = await countStored(server)
  const press = await PressingDevices.open({ port: server.mqttPort, gauges, seed: SEED })
  const probe = await Probe.open(server)
  const watcher = await Watcher.start(server)
  let probes = 0
  const listen = async (): Promise<number> => {
    const ms = await probe.raise()
    await probe.clear()
    probes += 2
    return ms
  }
  try {
    const calm = await times(CALM_PROBES, listen)
    const calmMb = server.residentMb()

    say("what it carries")
    press.press({ perS: undefined, windowMax: USUAL_WINDOW })
    await wait(2_000)
    const [startedMs, carriedFrom] = [performance.now(), press.report.acknowledged]
    await wait(CARRIED_S * 1_000)
    const carried = ((press.report.acknowledged - carriedFrom) * 1_000) / (performance.now() - startedMs)
    await press.settle()

    say(`${TIMES} times ${Math.round(carried)}/s for ${minutes} min`)
    press.pubackMs.length = 0
    watcher.clear()
    const start = { ...press.report, atMs: performance.now() }
    press.press({ perS: carried * TIMES, windowMax: PRESSING_WINDOW })
    const pressed: number[] = []
    let saidAtMs = start.atMs
    let lastAcknowledged = start.acknowledged
    let most = carried
    while (performance.now() - start.atMs < minutes * 60_000) {
      pressed.push(await listen())
      if (performance.now() - saidAtMs > SAY_EVERY_S * 1_000) {
        const { acknowledged, heldBack, waiting, ended } = press.report
        // A machine that was busy with others while it was measured carries more now.
        const perS = ((press.report.acknowledged - lastAcknowledged) * 1_000) / (performance.now() - saidAtMs)
        lastAcknowledged = press.report.acknowledged
        if (perS > most) press.press({ perS: (most = perS) * TIMES, windowMax: PRESSING_WINDOW })
        saidAtMs = performance.now()
        say(JSON.stringify({ acknowledged, heldBack, waiting, ended, lastMs: Math.round(pressed.at(-1)!), ...watcher.newest }))
      }
      await wait(PROBE_EVERY_MS)
    }
    const seconds = (performance.now() - start.atMs) / 1_000
    const end = press.report
    const seen = watcher.figures()

    say("until all is as before")
    const overMs = performance.now()
    const settled = press.settle().then(() => performance.now() - overMs)
    while ((await listen()) > NORMAL_MS) await wait(PROBE_EVERY_MS)
    const heardMs = performance.now() - overMs
    const settledMs = await settled

    say("counting")
    assert.equal((await countStored(server)) - before, press.report.good + probes, "each acknowledged one is stored once")
    for (const { datastream, atMs } of await press.samples()) {
      assert.deepEqual(
        await storedTimes(server, datastream),
        atMs.toSorted((a, b) => a - b),
        `series ${datastream}`,
      )
    }
    const perS = (name: keyof typeof end & ("offered" | "acknowledged" | "heldBack")) => [(end[name] - start[name]) / seconds]
    const one = (name: string, unit: string, value: number | undefined, decimals = 0): Figure[] =>
      value === undefined ? [] : [{ name, unit, values: [value], decimals }]
    return [
      ...one(`carried by ${gauges.length} devices with ${USUAL_WINDOW} in flight`, "per s", carried),
      ...one(`offered, ${PRESSING_WINDOW} in flight, ${minutes} min`, "per s", perS("offered")[0]),
      ...one("acknowledged, each stored once", "per s", perS("acknowledged")[0]),
      ...one("held back at the device, window full", "per s", perS("heldBack")[0]),
      ...one("connections ended by the server", "", end.ended - start.ended),
      ...one("PUBACK, p50", "ms", quantile(press.pubackMs, 0.5)),
      ...one("PUBACK, p99", "ms", quantile(press.pubackMs, 0.99)),
      ...one("published → signal heard before, p50", "ms", quantile(calm, 0.5), 1),
      ...one("published → signal heard, p50", "ms", quantile(pressed, 0.5), 1),
      ...one("published → signal heard, p99", "ms", quantile(pressed, 0.99), 1),
      ...one("published → signal heard, longest", "ms", Math.max(...pressed), 1),
      ...one("memory before", "MB", calmMb),
      ...seen,
      ...one("until a signal is heard as before", "s", heardMs / 1_000, 1),
      ...one("until everything sent is acknowledged", "s", settledMs / 1_000, 1),
    ]
  } finally {
    watcher.stop()
    await probe.close()
    await press.close()
  }
}

async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const done: T[] = []
  while (done.length < count) done.push(await work())
  return done
}

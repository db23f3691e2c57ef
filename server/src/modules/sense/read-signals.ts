import { type Signal, signalStates, type ThreadNode } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import { senseErrors } from "./errors.ts"
import { listSignals, listSignalsById } from "./store/signal-store.ts"

const PAGE_MAX = 200

/** Throws `SENSE_SIGNAL_NOT_FOUND`. */
export async function getSignal(world: World, id: string): Promise<Signal> {
  const [signal] = await listSignalsById(world.db.query, [id])
  if (!signal) throw senseErrors.SIGNAL_NOT_FOUND({ signal: id })
  return signal
}

/** Newest first; all states unless some are named. */
export function readSignals(
  world: World,
  { states = signalStates, limit = PAGE_MAX }: { readonly states?: readonly Signal["state"][]; readonly limit?: number },
): Promise<Signal[]> {
  return listSignals(world.db.query, { states, limit: Math.min(limit, PAGE_MAX) })
}

/** What the thread says of signals. */
export async function describeSignals(world: World, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const signals = await listSignalsById(world.db.query, records)
  return new Map(
    signals.map(({ id, code, rule, area, raisedAt }) => [
      id,
      {
        record: id,
        kind: "signal",
        code,
        title: { "zh-CN": `${area.name["zh-CN"]}：${rule.name["zh-CN"]}`, en: `${area.name.en}: ${rule.name.en}` },
        at: raisedAt,
        module: "sense",
        edge: "none",
      },
    ]),
  )
}

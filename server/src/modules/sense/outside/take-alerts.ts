import { type AreaRef, type Bilingual, levels, type OutsideAlert } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import type { OutsideContext } from "./context.ts"
import type { AlertsMapping } from "./domain/alerts-mapping.ts"
import { hear } from "./domain/hear.ts"
import type { AlertRefusal, NewAlert } from "./domain/new-alert.ts"
import { isNear } from "./domain/shape.ts"
import { endChain } from "./end-chain.ts"
import { raiseSignal } from "./raise-signal.ts"
import {
  countInForce,
  endAlerts,
  findLater,
  keyOf,
  listEarlier,
  listKnown,
  putAlert,
  type StoredAlert,
} from "./store/alert-store.ts"

/** Alerts of one source that are in force at once; a continent in a storm has fewer. */
const IN_FORCE_MAX = 2_000
/** Alerts in one transaction: it must not hold up others. */
const AT_ONCE = 25
const system = { role: "system" } as const

export interface TakenAlerts {
  readonly stored: number
  readonly doubles: number
  readonly refused: readonly AlertRefusal[]
}

export interface AlertSource {
  readonly name: string
  readonly mapping: AlertsMapping
}

/**
 * Keeps what is new among the alerts of a source, in the order in which they were sent: an update takes the place of what it refers
 * to, a cancellation ends it, in whichever order they come. Packs hear each that holds. Resolves after the commit.
 */
export async function takeAlerts(context: OutsideContext, source: AlertSource, given: readonly NewAlert[]): Promise<TakenAlerts> {
  const { world } = context
  const refused: AlertRefusal[] = []
  const known = await listKnown(world.db.query, source.name, given)
  const fresh = new Map(given.filter((alert) => !known.has(keyOf(alert))).map((alert) => [keyOf(alert), alert]))
  const wanted: (readonly [NewAlert, readonly AreaRef[]])[] = []
  for (const alert of fresh.values()) {
    const judged = await judge(context, source.mapping, alert)
    if (typeof judged === "string") refused.push(judged)
    else wanted.push([alert, judged])
  }
  wanted.sort(([a], [b]) => a.sent.getTime() - b.sent.getTime())
  let room = wanted.length === 0 ? 0 : IN_FORCE_MAX - (await countInForce(world.db.query, source.name))
  let stored = 0
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const part = wanted.slice(from, from + AT_ONCE)
    await world.react(async (tx) => {
      for (const [alert, areas] of part) {
        const kept = await keep(context, source, tx, alert, areas, room > 0)
        if (typeof kept === "string") {
          refused.push(kept)
          continue
        }
        stored += 1
        room -= kept.state === "in-force" ? 1 : 0
      }
    })
  }
  return { stored, doubles: given.length - fresh.size, refused }
}

/** Which areas of the city it is about, or that it is about somewhere else. */
async function judge(
  { findArea, areasTouching, bounds }: OutsideContext,
  { within_km: withinKm, geocodes }: AlertsMapping,
  alert: NewAlert,
): Promise<readonly AreaRef[] | AlertRefusal> {
  // What ends others is taken wherever it lies: what it ends was judged before.
  if (alert.act === "end") return []
  const named = alert.geocodes.flatMap((code) => geocodes?.[code] ?? []).flatMap((id) => findArea(id) ?? [])
  const areas = [...new Map(named.map(({ id, name }) => [id, { id, name }])).values()]
  if (areas.length > 0) return areas
  const box = bounds()
  if (alert.shape === null) return geocodes ? "elsewhere" : []
  if (withinKm !== undefined && box && !isNear(alert.shape, box, withinKm)) return "elsewhere"
  return areasTouching(alert.shape)
}

async function keep(
  context: OutsideContext,
  { name: source, mapping: { publisher } }: AlertSource,
  tx: WorldTransaction,
  alert: NewAlert,
  areas: readonly AreaRef[],
  hasRoom: boolean,
): Promise<StoredAlert | AlertRefusal> {
  const earlier = await listEarlier(tx.db, source, alert)
  const later = await findLater(tx.db, source, alert)
  const isOver = alert.expires <= tx.now
  const ends = earlier.filter(({ isInForce }) => isInForce)
  // Old news about nothing that is here.
  if (isOver && alert.act === "tell" && ends.length === 0 && !later) return "over"
  const state: OutsideAlert["state"] = later
    ? later.act === "end"
      ? "cancelled"
      : "replaced"
    : alert.act === "end"
      ? "cancelled"
      : isOver
        ? "expired"
        : "in-force"
  if (state === "in-force" && ends.length === 0 && !hasRoom) return "too-many"
  const id = newId()
  const chain = earlier[0]?.chain ?? later?.chain ?? id
  const stored: StoredAlert = {
    ...alert,
    id,
    chain,
    state,
    source,
    publisher,
    areas,
    receivedAt: tx.now,
    endedAt: state === "in-force" ? null : tx.now,
  }
  await putAlert(tx.db, stored)
  tx.record({
    ...{ module: "sense", verb: "take-outside-alert", record: id, actor: system, retention: "permanent" },
    because: earlier[0] && { edge: "open", record: earlier[0].id },
    body: { source, kind: alert.kind, severity: alert.severity, state },
  })
  if (ends.length > 0) {
    const by: OutsideAlert["state"] = alert.act === "end" ? "cancelled" : "replaced"
    await endAlerts(
      tx.db,
      ends.map((one) => one.id),
      { state: by, at: tx.now },
    )
    for (const one of ends)
      tx.record({
        module: "sense",
        verb: "end-outside-alert",
        record: one.id,
        actor: system,
        retention: "permanent",
        body: { state: by },
      })
  }
  if (state === "in-force") await tellPacks(context, tx, stored)
  for (const ended of new Set(ends.map((one) => one.chain))) await endChain(tx, ended)
  return stored
}

async function tellPacks({ rules }: OutsideContext, tx: WorldTransaction, alert: StoredAlert): Promise<void> {
  const heard = hear(rules, alert).toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level))
  for (const { hazard, rule, level } of heard) {
    for (const area of alert.areas) {
      const name = joined(alert.publisher, rule.name)
      await raiseSignal(tx, { alert: alert.id, chain: alert.chain, name, hazard, level, area, actor: system })
    }
  }
}

const joined = (publisher: Bilingual, name: Bilingual): Bilingual => ({
  "zh-CN": `${publisher["zh-CN"]}：${name["zh-CN"]}`,
  en: `${publisher.en}: ${name.en}`,
})

import { createHash } from "node:crypto"
import { readCapDocument } from "@holdfast/cap"
import { type AreaRef, type Bilingual, levels, type OutsideSignature } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { WorldTransaction } from "../../../platform/world/index.ts"
import { checkSignature } from "./check-signature.ts"
import type { OutsideContext } from "./context.ts"
import type { AlertsMapping } from "./domain/alerts-mapping.ts"
import { hear } from "./domain/hear.ts"
import { stateOf } from "./domain/lineage.ts"
import type { AlertRefusal, NewAlert } from "./domain/new-alert.ts"
import { ORIGINAL_MAX_BYTES, type Original, type SetAside } from "./domain/original.ts"
import { isNear } from "./domain/shape.ts"
import { endChain } from "./end-chain.ts"
import { raiseSignal } from "./raise-signal.ts"
import {
  countInForce,
  endAlerts,
  keyOf,
  listEarlier,
  listKnown,
  listLater,
  listReferred,
  putAlert,
  readLineage,
  type StoredAlert,
} from "./store/alert-store.ts"
import { putOriginal } from "./store/original-store.ts"

/** Alerts of one source that are in force at once; a continent in a storm has fewer. */
const IN_FORCE_MAX = 2_000
/** Alerts in one transaction: it must not hold up others. */
const AT_ONCE = 25
/** Defects of one message that are kept with it. */
const PROBLEMS_KEPT = 20
const system = { role: "system" } as const

export interface TakenAlerts {
  readonly stored: number
  readonly doubles: number
  readonly refused: readonly AlertRefusal[]
  /** Of the refused, what waits for a person. */
  readonly setAside: readonly SetAside[]
}

/** One that is to be kept. */
interface Wanted {
  readonly alert: NewAlert
  readonly areas: readonly AreaRef[]
  readonly signature: OutsideSignature | undefined
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
  const setAside: SetAside[] = []
  const wanted: Wanted[] = []
  const referred = await listReferred(world.db.query, source.name, [...fresh.values()])
  for (const given of fresh.values()) {
    const areas = await judge(context, source.mapping, given, referred)
    if (typeof areas === "string") {
      refused.push(areas)
      continue
    }
    const original = given.original && { ...given.original, octets: readable(given.original) }
    const checked = original && (await checkSignature(given, original, source.mapping))
    if (original && source.mapping.signatures?.required && checked?.signature.verdict !== "signed-by") {
      refused.push("signature")
      setAside.push(unsigned(given, original, checked!.signature))
    } else wanted.push({ alert: { ...(checked?.alert ?? given), original }, areas, signature: checked?.signature })
  }
  wanted.sort(({ alert: a }, { alert: b }) => a.sent.getTime() - b.sent.getTime())
  let room = wanted.length === 0 ? 0 : IN_FORCE_MAX - (await countInForce(world.db.query, source.name))
  let stored = 0
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const part = wanted.slice(from, from + AT_ONCE)
    await world.react(async (tx) => {
      for (const one of part) {
        const kept = await keep(context, source, tx, one, room > 0)
        if (typeof kept === "string") {
          refused.push(kept)
          continue
        }
        stored += 1
        room -= kept.state === "in-force" ? 1 : 0
      }
    })
  }
  return { stored, doubles: given.length - fresh.size, refused, setAside }
}

/** Which areas of the city it is about, or that it is about somewhere else. */
async function judge(
  { findArea, areasTouching, bounds }: OutsideContext,
  { within_km: withinKm, geocodes }: AlertsMapping,
  alert: NewAlert,
  referred: ReadonlySet<string>,
): Promise<readonly AreaRef[] | AlertRefusal> {
  // What ends others is taken wherever it lies: what it ends was judged before.
  if (alert.act === "end") return []
  // An update may lie where it no longer concerns us: what it takes the place of did.
  const elsewhere = () => (alert.references.some((one) => referred.has(`${one.sender} ${one.identifier}`)) ? [] : "elsewhere")
  const named = alert.geocodes.flatMap((code) => geocodes?.[code] ?? []).flatMap((id) => findArea(id) ?? [])
  const areas = [...new Map(named.map(({ id, name }) => [id, { id, name }])).values()]
  if (areas.length > 0) return areas
  const box = bounds()
  if (alert.shape === null) return geocodes ? elsewhere() : []
  if (withinKm !== undefined && box && !isNear(alert.shape, box, withinKm)) return elsewhere()
  return areasTouching(alert.shape)
}

async function keep(
  context: OutsideContext,
  { name: source, mapping: { publisher, republish } }: AlertSource,
  tx: WorldTransaction,
  { alert, areas, signature }: Wanted,
  hasRoom: boolean,
): Promise<StoredAlert | AlertRefusal> {
  const earlier = await listEarlier(tx.db, source, alert)
  const later = await listLater(tx.db, source, alert)
  const [next] = later
  // Old news about nothing that is here, or that may yet come.
  if (alert.expires <= tx.now && alert.act === "tell" && earlier.length + alert.references.length === 0 && !next) return "over"
  const state = stateOf(alert, later, tx.now)
  const ends = earlier.filter((one) => one.state === "in-force")
  if (state === "in-force" && ends.length === 0 && !hasRoom) return "too-many"
  const id = newId()
  const chain = earlier[0]?.chain ?? next?.chain ?? id
  const stored: StoredAlert = {
    ...{ ...alert, id, chain, state, source, publisher, areas, receivedAt: tx.now },
    endedAt: state === "in-force" ? null : tx.now,
    isRelayed: republish && signature !== undefined && signature.verdict !== "invalid",
  }
  await putAlert(tx.db, stored)
  if (alert.original && signature) await keepOriginal(tx, id, alert.original, signature)
  tx.record({
    ...{ module: "sense", verb: "take-outside-alert", record: id, actor: system, retention: "permanent" },
    because: earlier[0] && { edge: "open", record: earlier[0].id },
    body: { source, kind: alert.kind, severity: alert.severity, state },
  })
  for (const one of earlier) {
    const by = stateOf(one, await listLater(tx.db, source, await readLineage(tx.db, one.id)), tx.now)
    if (by === one.state || by === "in-force") continue
    await endAlerts(tx.db, [one.id], { state: by, at: tx.now })
    const entry = { module: "sense", verb: "end-outside-alert", record: one.id, actor: system, retention: "permanent" } as const
    tx.record({ ...entry, body: { state: by } })
  }
  if (state === "in-force") await tellPacks(context, tx, stored)
  for (const ended of new Set(ends.map((one) => one.chain))) await endChain(tx, ended)
  return stored
}

/** A message can rely on names that stand around it; then only the whole can be read. */
function readable({ octets, document }: Original): Uint8Array {
  const isAlone = octets === document || document.byteLength > ORIGINAL_MAX_BYTES || readCapDocument(octets).kind === "alert"
  return isAlone ? octets : document
}

async function keepOriginal(
  tx: WorldTransaction,
  id: string,
  { octets, problems }: Original,
  signature: OutsideSignature,
): Promise<void> {
  const hash = createHash("sha256").update(octets).digest()
  await putOriginal(tx.db, { alert: id, content: octets, hash, signature, problems: problems.slice(0, PROBLEMS_KEPT) })
}

/** What a source that counts only what is signed did not sign so that we can tell. */
function unsigned(alert: NewAlert, { octets, verdict, problems }: Original, signature: OutsideSignature): SetAside {
  const code = `SIGNATURE_${[signature.verdict, signature.reason].filter(Boolean).join("_").toUpperCase().replaceAll("-", "_")}`
  return {
    ...{ reason: "signature", octets, verdict, sender: alert.sender, identifier: alert.identifier },
    problems: [
      {
        ...{ code, severity: "error", path: "alert/Signature", found: signature.keyHash ?? signature.reason ?? "" },
        message: `Its signature counts for nothing here: ${signature.verdict}${signature.reason ? ` (${signature.reason})` : ""}.`,
        mend: signature.keyHash
          ? `If the issuer confirms the key ${signature.keyHash}, write it into the mapping of the source.`
          : "Ask the issuer for a signed message, and for the certificate that they sign with.",
      },
      ...problems,
    ],
  }
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

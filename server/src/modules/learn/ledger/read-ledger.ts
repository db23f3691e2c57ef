import {
  type Bilingual,
  type KnownEvent,
  LEDGER_DAYS_MAX,
  type LedgerLine,
  type Warning,
  type WarningLedger,
} from "@holdfast/contracts"
import { wordsIn } from "@holdfast/words"
import type { PlacesModule } from "../../places/index.ts"
import type { SenseModule } from "../../sense/index.ts"
import { SENT_MAX, type WarnModule } from "../../warn/index.ts"
import { learnErrors } from "../errors.ts"
import { type Chain, chainsOf } from "./chains.ts"
import { judgeChains, totalsOf } from "./judge-chains.ts"

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export interface LedgerContext {
  readonly warn: Pick<WarnModule, "listLedger">
  readonly sense: Pick<SenseModule, "getSignal" | "findRuleOf" | "listKnownEvents">
  readonly places: Pick<PlacesModule, "findArea">
  readonly hazards: readonly { readonly id: string; readonly name: Bilingual }[]
}

/** What all warnings of a span came to. Throws `LEARN_SPAN` for one that is empty or longer than `LEDGER_DAYS_MAX`. */
export async function readLedger(
  context: LedgerContext,
  span: { readonly from: Date; readonly to: Date },
): Promise<WarningLedger> {
  const days = (span.to.getTime() - span.from.getTime()) / DAY_MS
  if (days <= 0 || days > LEDGER_DAYS_MAX) throw learnErrors.SPAN({ days: Math.round(days), limit: LEDGER_DAYS_MAX })
  const lines: LedgerLine[] = []
  const byHazard: WarningLedger["byHazard"][number][] = []
  const missed: WarningLedger["missed"][number][] = []
  const warnings = await context.warn.listLedger(span)
  for (const hazard of context.hazards) {
    const events = await context.sense.listKnownEvents({ hazard: hazard.id, ...span })
    const own = await readHazard(
      context,
      warnings.filter((warning) => warning.hazard === hazard.id),
      events,
    )
    if (own.lines.length === 0 && own.missed.length === 0) continue
    lines.push(...own.lines)
    missed.push(...own.missed.map((event) => ({ ...event, hazard: hazard.id, areaName: nameOf(context, event.area) })))
    byHazard.push(totalsOf({ ...hazard, misses: events.length === 0 ? null : own.missed.length }, own.lines))
  }
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    lines: lines.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt)),
    byHazard,
    byRule: byRuleOf(lines),
    missed,
    isCut: warnings.length >= SENT_MAX,
  }
}

async function readHazard(
  { sense }: LedgerContext,
  warnings: readonly Warning[],
  events: readonly KnownEvent[],
): Promise<{ readonly lines: LedgerLine[]; readonly missed: readonly KnownEvent[] }> {
  const chains = chainsOf(warnings)
  const { judged, missed } = judgeChains(chains, events)
  const lines: LedgerLine[] = []
  for (const chain of chains) lines.push({ ...lineOf(chain), ...(await readCause(sense, chain)), ...judged.get(chain)! })
  return { lines, missed }
}

function lineOf({ warnings, hazard, level, areas, sentMs, endedMs }: Chain) {
  const { id, state } = warnings.at(-1)!
  return {
    ...{ warning: id, state, hazard, level, areas: [...areas] },
    codes: warnings.map(({ code }) => code),
    sentAt: new Date(sentMs).toISOString(),
    endedAt: endedMs === null ? null : new Date(endedMs).toISOString(),
  }
}

/** Which rule began it, and how long it took from its signal to the sending. Both are null for what people began. */
async function readCause(
  sense: LedgerContext["sense"],
  { warnings, sentMs }: Chain,
): Promise<Pick<LedgerLine, "rule" | "signalToSentMin">> {
  const { because } = warnings[0]!
  if (because === null) return { rule: null, signalToSentMin: null }
  const [signal, rule] = await Promise.all([sense.getSignal(because), sense.findRuleOf(because)])
  return {
    rule: rule ? { id: rule.id, name: rule.name } : null,
    signalToSentMin: (sentMs - Date.parse(signal.raisedAt)) / MINUTE_MS,
  }
}

function byRuleOf(lines: readonly LedgerLine[]): WarningLedger["byRule"] {
  const byPeople = {
    id: "",
    name: { "zh-CN": wordsIn("zh-CN")("learn:ledger.byPeople"), en: wordsIn("en")("learn:ledger.byPeople") },
  }
  return [...Map.groupBy(lines, ({ rule }) => rule?.id ?? "").values()].map((own) =>
    totalsOf({ ...(own[0]!.rule ?? byPeople), misses: null }, own),
  )
}

function nameOf({ places }: LedgerContext, id: string): Bilingual {
  return places.findArea(id)?.name ?? { "zh-CN": id, en: id }
}

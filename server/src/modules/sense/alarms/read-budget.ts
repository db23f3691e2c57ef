import type { AlarmBudget } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { BIN_MS, countBins, findChattering, findFloods } from "./domain/budget.ts"
import { districtOf } from "./domain/groups.ts"
import type { People } from "./people.ts"
import { showLines } from "./show-lines.ts"
import { listAsked } from "./store/asked-store.ts"
import { countShelved, listStanding } from "./store/line-store.ts"

const HOUR_MS = 60 * 60_000
/** Open for longer than this, a signal stands: nobody acts on it any more. */
const STANDING_MS = 24 * HOUR_MS
const STANDING_MAX = 50
const LISTED_MAX = 50
/** Far beyond what anybody could bear; older ones are then left out. */
const ASKED_MAX = 50_000

/** How often signals asked in the last hours, against one per operator in ten minutes (EEMUA 191). By district, never by person. */
export async function readBudget(
  { world, people }: { readonly world: World; readonly people: People },
  actor: Actor,
  hours: number,
): Promise<AlarmBudget> {
  const db = world.db.query
  const now = world.clock.now().getTime()
  const span = { fromMs: now - hours * HOUR_MS, toMs: now }
  const asked = await listAsked(db, { from: new Date(span.fromMs), to: new Date(now), limit: ASKED_MAX })
  const standing = await listStanding(db, new Date(now - STANDING_MS), STANDING_MAX)
  const operators = (await people.onDuty([])).length
  const bins = countBins(asked, span)
  const ruleNames = new Map(asked.map(({ rule, ruleName }) => [rule, ruleName]))
  const areaNames = new Map(asked.map(({ area, areaName }) => [area, areaName]))
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    from: iso(span.fromMs),
    to: iso(now),
    operators,
    alarms: asked.length,
    rate: Math.round((asked.length / bins.length / Math.max(1, operators)) * 100) / 100,
    bins: bins.map((count, i) => ({ at: iso(span.fromMs + i * BIN_MS), count })),
    floods: findFloods(asked, operators)
      .toReversed()
      .slice(0, LISTED_MAX)
      .map(({ fromMs, toMs, count }) => ({ from: iso(fromMs), to: iso(toMs), count })),
    districts: [...Map.groupBy(asked, ({ area }) => districtOf(area))]
      .map(([area, found]) => ({
        area,
        // A street that fired before its district did gives its own name.
        name: areaNames.get(area) ?? found[0]!.areaName,
        count: found.length,
      }))
      .toSorted((a, b) => b.count - a.count),
    chattering: findChattering(asked)
      .slice(0, LISTED_MAX)
      .map(({ rule, area, times, lastMs }) => ({
        ...{ rule: ruleNames.get(rule)!, area: areaNames.get(area)! },
        ...{ times, lastAt: iso(lastMs) },
      })),
    standing: { count: standing.count, oldest: await showLines(people, actor, standing.oldest) },
    shelved: await countShelved(db),
  }
}

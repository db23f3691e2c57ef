import { createHash } from "node:crypto"
import type { CityRule, PackRule, SwitchRule, WriteRule } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { Ingest } from "../ingest.ts"
import { checkRule, type Known } from "./domain/check-rule.ts"
import type { RuleBook } from "./domain/rule-book.ts"
import { clearSignalsOf, listCurrentRules, putRule } from "./store/rule-store.ts"

/** Rules that a city may write: each is judged at each measurement of its property. */
const RULES_MAX = 500

export interface RuleContext extends Omit<Known, "book"> {
  readonly world: World
  readonly book: RuleBook
  readonly ingest: Pick<Ingest, "changeRules">
}

/**
 * Makes a rule, or a new version of one; in force when this resolves. Throws `SENSE_RULE_TAKEN`, `SENSE_RULE_CHANGED`,
 * `SENSE_RULE_NOT_FOUND`, `SENSE_RULES_TOO_MANY`, and what `checkRule` throws.
 */
export async function writeRule(
  context: RuleContext,
  actor: Actor,
  { hazard, rule, isOn, version }: WriteRule,
): Promise<CityRule> {
  checkRule(hazard, rule, context)
  return store(context, actor, rule.id, version, () => ({ hazard, rule, isOn }))
}

/** Switches a rule on or off, a pack's too. Throws as `writeRule`. */
export function switchRule(context: RuleContext, actor: Actor, id: string, { isOn, version }: SwitchRule): Promise<CityRule> {
  return store(context, actor, id, version, ({ hazard, rule }) => ({ hazard, rule, isOn }))
}

type Next = { readonly hazard: string; readonly rule: PackRule; readonly isOn: boolean }

async function store(
  { world, book, ingest }: RuleContext,
  actor: Actor,
  id: string,
  seen: number | undefined,
  next: (before: Next) => Next,
): Promise<CityRule> {
  await ingest.changeRules(async () => {
    const before = book.find(id)
    if (before && seen === undefined) throw senseErrors.RULE_TAKEN({ rule: id })
    if (!before && seen !== undefined) throw senseErrors.RULE_NOT_FOUND({ rule: id })
    if (before && before.version !== seen) throw senseErrors.RULE_CHANGED({ rule: id, version: before.version })
    if (!before && book.all.length >= RULES_MAX) throw senseErrors.RULES_TOO_MANY({ limit: RULES_MAX })
    const version = (before?.version ?? 0) + 1
    // What is not there has nothing that `next` could keep: only a whole rule is made.
    const written = next(before ?? ({} as Next))
    await world.transact(async (tx) => {
      const isFirst = await putRule(tx.db, { ...written, version, changedAt: tx.now, changedRole: actor.role })
      if (!isFirst) throw senseErrors.RULE_CHANGED({ rule: id, version })
      tx.record({
        module: "sense",
        verb: before
          ? before.isOn === written.isOn
            ? "change-rule"
            : written.isOn
              ? "switch-on-rule"
              : "switch-off-rule"
          : "make-rule",
        record: recordOf(id),
        actor,
        retention: "permanent",
        body: { rule: id, version, isOn: written.isOn, levels: { ...written.rule.levels } },
      })
      for (const signal of await clearSignalsOf(tx.db, id, tx.now)) {
        const body = { rule: id, area: signal.area, because: "rule-changed" }
        tx.record({ module: "sense", verb: "clear-signal", record: signal.id, actor, retention: "permanent", body })
      }
    })
    book.replace(await listCurrentRules(world.db.query))
    // What counts this rule as a part is judged anew as well.
    return book.all.filter(({ rule }) => rule.id === id || rule.of?.includes(id)).map(({ rule }) => rule.id)
  })
  return book.find(id)!
}

/** Rules have names instead of random ids; the log wants one that is always the same for the same rule. */
function recordOf(id: string): string {
  const hex = createHash("sha256").update(`sense.rule ${id}`).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

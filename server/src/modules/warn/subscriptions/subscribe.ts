import type { Area, SubscriptionChoice } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { NewEntry } from "../../../platform/log/index.ts"
import type { SubscriptionContext } from "./context.ts"
import { offeredFor } from "./domain/published-areas.ts"
import type { Via } from "./domain/subscription.ts"
import { subscribeErrors } from "./errors.ts"
import { hashOf, newCode } from "./store/address-seal.ts"
import { insertSubscription, nextNumber } from "./store/subscription-store.ts"

export interface NewSubscription {
  readonly choice: SubscriptionChoice
  readonly via: Via
  readonly address: string
}

/**
 * Takes down a wish, for the area itself or the next larger one that is published. A browser that asks is heard from at once; an
 * e-mail address only when somebody opened the letter that went there. Gives the code of its link, which is stored nowhere.
 * Throws `SUBSCRIBE_AREA_UNKNOWN` and `SUBSCRIBE_HAZARD_UNKNOWN`.
 */
export async function subscribe(
  context: SubscriptionContext,
  { choice, via, address }: NewSubscription,
): Promise<{ readonly code: string; readonly area: Area }> {
  const { world, addresses } = context
  const area = checkedArea(context, choice)
  const code = newCode()
  const number = await world.transact(async (tx) => {
    const given = await nextNumber(tx.db)
    const confirmedAt = via === "web-push" ? tx.now : null
    await insertSubscription(
      tx.db,
      { ...choice, area: area.id, number: given, via, confirmedAt, createdAt: tx.now, touchedAt: tx.now },
      { address: addresses.seal(given, { code, address }), codeHash: hashOf(code) },
    )
    tx.record(entryOf("subscribe", via))
    return given
  })
  if (via === "web-push") context.changed({ kind: "is", number, area: area.id })
  return { code, area }
}

export function checkedArea({ places, knowsHazard }: SubscriptionContext, { area, hazards }: SubscriptionChoice): Area {
  const offered = offeredFor(area, (id) => places.findArea(id))
  if (!offered) throw subscribeErrors.AREA_UNKNOWN({ area })
  const unknown = hazards?.find((hazard) => !knowsHazard(hazard))
  if (unknown !== undefined) throw subscribeErrors.HAZARD_UNKNOWN({ hazard: unknown })
  return offered
}

/** How a wish stands in the log: that there was one, and not whose or about which place. */
export function entryOf(verb: string, via: Via): NewEntry {
  return {
    module: "subscribe",
    verb,
    record: newId(),
    actor: { role: "resident" },
    retention: "subscription",
    body: { via },
  }
}

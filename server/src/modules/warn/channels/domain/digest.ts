import { createHash } from "node:crypto"
import type { NewOrder } from "./order.ts"

/** SHA-256 of everything that decides who gets a message: written with it, so that the list can be held to it afterwards. */
export function digestOf(order: Omit<NewOrder, "digest" | "content">): string {
  const { identifier, purpose, hazard, level, urgency, areas, channels, repeats, subscriptionsBefore, reached } = order
  const decided = [identifier, purpose, hazard, level, urgency, areas, channels, repeats, subscriptionsBefore, reached?.digest]
  return createHash("sha256").update(JSON.stringify(decided)).digest("hex")
}

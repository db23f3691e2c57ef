import type { Area } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { AddressSeal } from "./store/address-seal.ts"

/** What became of the subscriptions, as an index in memory needs it. */
export type SubscriptionChange =
  | { readonly kind: "is"; readonly number: number; readonly area: string }
  | { readonly kind: "gone"; readonly number: number }

/** What the verbs of subscriptions work with. */
export interface SubscriptionContext {
  readonly world: World
  readonly addresses: AddressSeal
  readonly places: { findArea(id: string): Area | undefined; listAreas(): Area[] }
  readonly knowsHazard: (hazard: string) => boolean
  readonly timeZone: string
  readonly publicUrl: string
  /** Told after the commit. */
  readonly changed: (change: SubscriptionChange) => void
}

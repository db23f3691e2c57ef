import type { Bilingual } from "@holdfast/contracts"
import type { Packs } from "../../platform/packs/index.ts"
import type { World } from "../../platform/world/index.ts"
import type { PlacesModule } from "../places/index.ts"
import type { SenseModule } from "../sense/index.ts"

/** What the verbs of this module work with. */
export interface WarnContext {
  readonly world: World
  readonly places: Pick<PlacesModule, "getArea" | "summarize" | "outline">
  readonly sense: Pick<SenseModule, "getSignal" | "findRuleOf">
  readonly packs: Packs
  /** Where residents find this city, without a slash at the end. */
  readonly publicUrl: string
  /** The sender in CAP: an address that names the city and the world, and never the same for a drill and the real city. */
  readonly sender: string
  readonly timeZone: string
  readonly city: Bilingual
  /** How many people could approve now, this account not counted. */
  readonly countApprovers: (areas: readonly string[], exceptAccount?: string) => Promise<number>
}

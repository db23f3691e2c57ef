import type { AreaRef, LonLat } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { Catalogue } from "../domain/catalogue.ts"
import type { Ingest } from "../ingest.ts"

/** What the verbs of installers work with. */
export interface Installing {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "change" | "newest">
  /** The smallest area that holds a point; undefined outside the city. */
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  /** Called with the catalogue that holds after a change. */
  readonly changed: (catalogue: Catalogue) => void
}

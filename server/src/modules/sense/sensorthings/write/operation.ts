import type { AreaRef, LonLat } from "@holdfast/contracts"
import type { EntitySet } from "@holdfast/sensorthings"
import type { Actor } from "../../../../platform/log/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import type { Catalogue } from "../../domain/catalogue.ts"
import type { Ingest } from "../../ingest.ts"
import type { Reading } from "../read/index.ts"
import type { Touched, Writing } from "./writing.ts"

export interface WritingPath {
  readonly world: World
  readonly ingest: Pick<Ingest, "change">
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  readonly actor: Actor
  readonly reading: Reading
  /** Called with the catalogue that holds after a change. */
  readonly changed: (catalogue: Catalogue, touched?: readonly Touched[]) => void
}

/** One thing to write, at an address after the version, decoded. */
export interface Operation {
  readonly kind: "create" | "change" | "replace" | "json-patch" | "delete"
  readonly address: string
  readonly body: unknown
  /** How later operations of the same change call what this one makes: `$name`. */
  readonly name?: string | undefined
}

/** What was written: which entity, for its link. Nothing after a deletion. */
export interface Written {
  readonly set: EntitySet
  readonly id: number
}

/** What all operations of one change share: the transaction, also for reading. */
export interface Working extends Writing {
  readonly reading: Reading
}

/** What one operation did. A measurement that is made gets its id when all is stored: here only which of them it is. */
export interface Effect {
  readonly set: EntitySet
  readonly verb: string
  readonly id?: number
  readonly measurement?: number
  /** Something was altered or taken away, not only added. */
  readonly isOtherwise: boolean
}

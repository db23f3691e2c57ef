import type { Pack } from "@holdfast/contracts"

/** The packs of this city, by hazard. */
export interface Packs {
  readonly all: readonly Pack[]
  find(hazard: string): Pack | undefined
}

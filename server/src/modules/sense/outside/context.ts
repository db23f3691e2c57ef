import type { AreaRef, Bilingual, OutsideShape } from "@holdfast/contracts"
import type { Bounds } from "@holdfast/geo"
import type { World } from "../../../platform/world/index.ts"
import type { OutsideRule } from "./domain/hear.ts"

/** What alerts of others need of the rest of the city. */
export interface OutsideContext {
  readonly world: World
  /** What the packs say about alerts of others. */
  readonly rules: readonly OutsideRule[]
  /** The hazards of the packs. */
  readonly hazards: readonly { readonly id: string; readonly name: Bilingual }[]
  readonly findArea: (id: string) => AreaRef | undefined
  /** The districts that a shape touches, or the city when it touches all of them. */
  readonly areasTouching: (shape: OutsideShape) => Promise<readonly AreaRef[]>
  /** The box around the city; undefined while it has no areas. */
  readonly bounds: () => Bounds | undefined
}

import type { AreaRef, Bilingual } from "@holdfast/contracts"
import type { SealKey } from "../../../platform/seal/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { Channels } from "../channels/index.ts"

/** What the roster needs of the channels; in a drill and in a replay there are none, and nobody is rung. */
export type RosterChannels = Pick<Channels, "ways" | "messageAbout">

/** What the verbs of the roster work with. */
export interface RosterContext {
  readonly world: World
  readonly findArea: (id: string) => AreaRef | undefined
  readonly channels: RosterChannels | undefined
  readonly key: SealKey
  readonly publicUrl: string
  readonly timeZone: string
  readonly city: Bilingual
  readonly drill?: Bilingual | undefined
  readonly onError: (error: unknown) => void
}

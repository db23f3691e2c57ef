import type { Bilingual } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { WarnContext } from "../context.ts"
import type { ChannelBook } from "./dispatch/channel-book.ts"
import type { Dispatcher } from "./dispatch/dispatcher.ts"
import type { PlugInKind } from "./plug-in.ts"
import type { RecipientSources } from "./recipient-sources.ts"
import type { SecretBox } from "./secret-box.ts"

/** What the verbs of the channels work with. */
export interface ChannelsContext {
  readonly world: World
  readonly places: Pick<WarnContext["places"], "getArea">
  readonly publicUrl: string
  readonly sender: string
  readonly timeZone: string
  readonly city: Bilingual
  readonly kinds: readonly PlugInKind[]
  readonly secrets: SecretBox
  readonly sources: RecipientSources
  readonly book: ChannelBook
  readonly dispatcher: Dispatcher
}

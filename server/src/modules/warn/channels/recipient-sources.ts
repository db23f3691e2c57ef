import type { Reach } from "../reach/index.ts"
import type { Subscriptions } from "../subscriptions/index.ts"

/** Who can get a message, beside the targets that a channel names itself. */
export interface RecipientSources {
  readonly residents?:
    | Pick<Subscriptions, "lastNumber" | "publishedAreasFor" | "recipientsOf" | "wantedBy" | "openAddresses" | "forgetGone">
    | undefined
  /** Who subscribed, from memory: what is sent never waits for it. */
  readonly reach?: Pick<Reach, "match"> | undefined
}

import { z } from "zod"
import { SealKey } from "../../../platform/seal/index.ts"
import type { StoredChannel } from "./store/channel-store.ts"

const ChannelSecrets = z.strictObject({
  secrets: z.record(z.string(), z.string()),
  testAddresses: z.array(z.string()),
})
/** What of a channel is never shown again. */
export type ChannelSecrets = z.infer<typeof ChannelSecrets>

/** Passwords and keys of channels, and addresses of the people who get its tests: sealed with a key in the data folder. */
export class SecretBox {
  readonly #key: SealKey

  constructor(dataFolder: string) {
    this.#key = new SealKey(dataFolder, "channels.key")
  }

  /**
   * Throws `PLATFORM_SEAL_KEY_MISSING`.
   *
   * @param anySealed whether any channel has secrets already
   */
  seal(channel: number, secrets: ChannelSecrets, anySealed: boolean): Buffer {
    return this.#key.seal(`channel ${channel}`, JSON.stringify(secrets), anySealed)
  }

  /** Throws `PLATFORM_SEAL_KEY_MISSING`. */
  open({ id, sealed }: Pick<StoredChannel, "id" | "sealed">): ChannelSecrets {
    if (!sealed) return { secrets: {}, testAddresses: [] }
    return ChannelSecrets.parse(JSON.parse(this.#key.open(`channel ${id}`, sealed)))
  }
}

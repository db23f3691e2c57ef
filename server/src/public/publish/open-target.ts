import { publicErrors } from "../errors.ts"
import { bucketTarget } from "./bucket-target.ts"
import { folderTarget } from "./folder-target.ts"
import type { PublishTarget } from "./publish-target.ts"

/** What a target that is an address needs. */
export interface PublishKeys {
  readonly region: string
  readonly keyId?: string | undefined
  readonly secret?: string | undefined
}

/**
 * The place that somebody named: an address is a bucket of an object store, anything else a folder. Throws
 * `PUBLIC_PUBLISH_KEYS_MISSING`.
 */
export function openTarget(place: string, { region, keyId, secret }: PublishKeys): PublishTarget {
  if (!/^https?:\/\//.test(place)) return folderTarget(place)
  if (!keyId || !secret) throw publicErrors.PUBLISH_KEYS_MISSING({ address: new URL(place).host })
  return bucketTarget({ address: place, region, keyId, secret })
}

import { respondPrivacy } from "./modules/respond/index.ts"
import { logPrivacy } from "./platform/log/index.ts"
import type { PrivacyManifest } from "./platform/privacy/index.ts"

/** What every column of this Holdfast may hold. A module adds its line here. */
export const allManifests: PrivacyManifest = {
  "platform.migration": { name: "none", checksum: "none", applied_at: "none" },
  ...logPrivacy,
  ...respondPrivacy,
}

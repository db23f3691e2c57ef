import { learnPrivacy } from "./modules/learn/index.ts"
import { placesPrivacy } from "./modules/places/index.ts"
import { recoverPrivacy } from "./modules/recover/index.ts"
import { respondPrivacy } from "./modules/respond/index.ts"
import { sensePrivacy } from "./modules/sense/index.ts"
import { servePrivacy } from "./modules/serve/index.ts"
import { warnPrivacy } from "./modules/warn/index.ts"
import { identityPrivacy } from "./platform/identity/index.ts"
import { logPrivacy } from "./platform/log/index.ts"
import type { PrivacyManifest } from "./platform/privacy/index.ts"

/** What every column of this Holdfast may hold. */
export const allManifests: PrivacyManifest = {
  "platform.migration": { name: "none", checksum: "none", applied_at: "none" },
  ...logPrivacy,
  ...identityPrivacy,
  ...placesPrivacy,
  ...sensePrivacy,
  ...warnPrivacy,
  ...respondPrivacy,
  ...recoverPrivacy,
  ...servePrivacy,
  ...learnPrivacy,
}

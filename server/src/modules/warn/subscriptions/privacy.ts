import type { ColumnDeclaration, PrivacyManifest } from "../../../platform/privacy/index.ts"

const wish: ColumnDeclaration = { holds: "personal", purpose: "subscription", readers: ["owner"], retention: "subscription" }

export const subscriptionPrivacy: PrivacyManifest = {
  "warn.subscription": {
    number: "none",
    // A published area: at least 500 people live in it.
    area: "none",
    via: "none",
    language: "none",
    hazards: wish,
    min_level: "none",
    quiet_from_min: wish,
    quiet_until_min: wish,
    address: { ...wish, readers: ["system"] },
    code_hash: "none",
    confirmed_at: "none",
    created_at: "none",
    touched_at: "none",
    quieted: wish,
  },
}

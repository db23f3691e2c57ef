import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const learnPrivacy: PrivacyManifest = { "learn.review": { id: "none", incident: "none", at: "none" } }

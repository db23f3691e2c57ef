import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const learnMigrations = { module: "learn", folder: new URL("./migrations/", import.meta.url) }
export const learnPrivacy: PrivacyManifest = {}

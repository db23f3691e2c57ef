import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const warnMigrations = { module: "warn", folder: new URL("./migrations/", import.meta.url) }
export const warnPrivacy: PrivacyManifest = {}

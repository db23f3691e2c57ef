import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const recoverMigrations = { module: "recover", folder: new URL("./migrations/", import.meta.url) }
export const recoverPrivacy: PrivacyManifest = {}

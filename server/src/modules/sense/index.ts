import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const senseMigrations = { module: "sense", folder: new URL("./migrations/", import.meta.url) }
export const sensePrivacy: PrivacyManifest = {}

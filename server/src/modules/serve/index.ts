import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const serveMigrations = { module: "serve", folder: new URL("./migrations/", import.meta.url) }
export const servePrivacy: PrivacyManifest = {}

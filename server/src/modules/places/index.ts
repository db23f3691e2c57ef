import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const placesMigrations = { module: "places", folder: new URL("./migrations/", import.meta.url) }
export const placesPrivacy: PrivacyManifest = {}

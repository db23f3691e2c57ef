export type { FirstCredentials } from "./create-account.ts"
export { endAllSessions } from "./end-all-sessions.ts"
export { createIdentity, type Identity, type IdentityOptions } from "./identity.ts"
export { initCity, type NewCity } from "./init-city.ts"
export { type Action, mayAct, permit } from "./policy.ts"
export { identityPrivacy } from "./privacy.ts"
export type { ProviderSettings } from "./provider.ts"
export { type City, type CityKind, readCity } from "./store/city-store.ts"
export const identityMigrations = { module: "identity", folder: new URL("./migrations/", import.meta.url) }

export { type Action, actions, permit, policy } from "./policy.ts"
export const identityMigrations = { module: "identity", folder: new URL("./migrations/", import.meta.url) }
export const identityPrivacy = {}

export { journalRoutes } from "./http/journal-routes.ts"
export { respondPrivacy } from "./privacy.ts"
export { type RespondModule, startRespond } from "./start.ts"
export const respondMigrations = { module: "respond", folder: new URL("./migrations/", import.meta.url) }

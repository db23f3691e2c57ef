export { recoverPrivacy } from "./privacy.ts"
export { type RecoverModule, startRecover } from "./start.ts"
export const recoverMigrations = { module: "recover", folder: new URL("./migrations/", import.meta.url) }

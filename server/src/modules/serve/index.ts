export { servePrivacy } from "./privacy.ts"
export { type ServeModule, startServe } from "./start.ts"
export const serveMigrations = { module: "serve", folder: new URL("./migrations/", import.meta.url) }

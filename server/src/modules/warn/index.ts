export { overlaps } from "./domain/warning.ts"
export { answerRendered, RenderCache, type Rendered } from "./http/render-cache.ts"
export { warnPrivacy } from "./privacy.ts"
export { isPublicWarnEvent, type PublicWarning } from "./public-warnings.ts"
export { startWarn, type WarnModule, type WarnOptions } from "./start.ts"
export const warnMigrations = { module: "warn", folder: new URL("./migrations/", import.meta.url) }

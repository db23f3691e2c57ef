export { thisBuild } from "./build.ts"
export type { GuardPointId } from "./guard-points.ts"
export { GuardResult, guardResultFile } from "./guard-result.ts"
export { type PrivacyOptions, privacyRoutes } from "./privacy-page.ts"

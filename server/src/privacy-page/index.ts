export { GuardResult, guardResultFile } from "./guard-result.ts"
export { type PrivacyOptions, privacyRoutes } from "./privacy-page.ts"

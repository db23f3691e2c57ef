export { trialRoutes } from "./http/trial-routes.ts"
export type { TrialContext } from "./try-rule.ts"

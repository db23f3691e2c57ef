export { eventRoutes } from "./http/event-routes.ts"
export { trialRoutes } from "./http/trial-routes.ts"
export { readSpan } from "./store/span-store.ts"
export type { TrialContext } from "./try-rule.ts"

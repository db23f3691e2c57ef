export { ledgerRoutes } from "./ledger-routes.ts"
export type { LedgerContext } from "./read-ledger.ts"

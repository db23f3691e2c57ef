export type { PublicOptions } from "./page-context.ts"
export { publicRoutes } from "./routes.ts"

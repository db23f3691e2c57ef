export { type LevelMark, levelMark } from "./level-mark.ts"
export type { PublicOptions } from "./page-context.ts"
export { publicRoutes } from "./routes.ts"

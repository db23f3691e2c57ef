export type { Operation, WritingPath, Written } from "./operation.ts"
export { refuse } from "./refuse.ts"
export { writeAll, writeOne } from "./write-all.ts"

export type { Operation, WritingPath, Written } from "./operation.ts"
export { writeAll, writeOne } from "./write-all.ts"

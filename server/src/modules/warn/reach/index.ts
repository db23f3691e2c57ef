export type { Reached } from "./reach-index.ts"
export { type Reach, startReach } from "./start-reach.ts"

export { causeFor } from "./cause.ts"
export { protectedCount } from "./protected-count.ts"
export { findModule } from "./store.ts"
export { createThread, type ThreadDoor, type ThreadEntry } from "./thread.ts"

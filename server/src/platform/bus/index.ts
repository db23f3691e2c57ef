export type { Bus, Listener } from "./bus.ts"
export { MemoryBus } from "./memory.ts"
export { openNatsBus } from "./nats.ts"

export { World, type WorldKind, type WorldOptions, type WorldTransaction } from "./world.ts"

export { type Following, followLog } from "./follow.ts"
export type { CityModule } from "./module.ts"
export { World, type WorldKind, type WorldOptions, type WorldTransaction } from "./world.ts"

export { type DemoCity, ensureDemoCity } from "./ensure-demo-city.ts"
export { type DemoOptions, generateCity } from "./generate.ts"
export type { CityPlan, PlannedStation } from "./plan.ts"

export { type DevicePages, devicePages } from "./http/device-pages.ts"
export { deviceRoutes } from "./http/device-routes.ts"
export type { Installing } from "./installing.ts"

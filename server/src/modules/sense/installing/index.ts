export { type DevicePages, devicePages } from "./http/device-pages.ts"
export { deviceRoutes } from "./http/device-routes.ts"
export type { Installing } from "./installing.ts"
export { readTable, TABLE_MAX_BYTES, XLSX } from "./read-table.ts"

export { DeviceDoor } from "./device-door.ts"
export { type Device, hasRight, mayWriteTo } from "./domain/device.ts"
export { permitConfigure, permitMeasured, permitRead, permitWrite, takeBasic } from "./http/basic-door.ts"
export { deviceRoutes as credentialRoutes } from "./http/device-routes.ts"

export type { NewStation } from "./create-stations.ts"
export { baseProperties } from "./domain/base-properties.ts"
export type { HazardRule } from "./memory.ts"
export { type NewObservation, type SenseModule, type SenseOptions, startSense } from "./module.ts"
export { type MqttOptions, startMqtt } from "./mqtt/start-mqtt.ts"
export { sensePrivacy } from "./privacy.ts"
export const senseMigrations = { module: "sense", folder: new URL("./migrations/", import.meta.url) }

export { mqttKind } from "./kind.ts"

export { CALLBACK_PATH } from "./fill.ts"
export { openGateway } from "./gateway.ts"
export { GatewaySecrets, GatewaySettings } from "./settings.ts"

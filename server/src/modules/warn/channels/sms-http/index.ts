import { GatewaySecrets, GatewaySettings, openGateway } from "../gateway/index.ts"
import type { PlugInKind } from "../plug-in.ts"

/** SMS by a gateway that speaks HTTP. `{text}` is the short words of the message. */
export const smsHttpKind: PlugInKind<GatewaySettings, GatewaySecrets> = {
  kind: "sms-http",
  recipients: "roster",
  settings: GatewaySettings,
  secrets: GatewaySecrets,
  open: (configured) => openGateway("sms-http", { ...configured, words: "short" }),
}

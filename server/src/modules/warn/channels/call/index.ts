import { GatewaySecrets, GatewaySettings, openGateway } from "../gateway/index.ts"
import type { PlugInKind } from "../plug-in.ts"

/**
 * A voice gateway that speaks HTTP: it rings, reads `{text}` aloud, and asks for a key to be pressed. Its receipt *delivered* means
 * that the person pressed it; a call that was only picked up is none.
 */
export const callKind: PlugInKind<GatewaySettings, GatewaySecrets> = {
  kind: "call",
  recipients: "roster",
  settings: GatewaySettings,
  secrets: GatewaySecrets,
  open: (configured) => openGateway("call", { ...configured, words: "speech" }),
}

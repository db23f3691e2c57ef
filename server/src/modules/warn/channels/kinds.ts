import { callKind } from "./call/index.ts"
import { emailKind } from "./email/index.ts"
import { mqttKind } from "./mqtt/index.ts"
import type { PlugInKind } from "./plug-in.ts"
import { smsHttpKind } from "./sms-http/index.ts"
import { smsSmppKind } from "./sms-smpp/index.ts"
import { speakerKind } from "./speaker/index.ts"
import { webPushKind } from "./web-push/index.ts"
import { webhookKind } from "./webhook/index.ts"

export type ChannelKinds = readonly PlugInKind[]

/** Every kind of channel that this build has; what is told by hand needs no plug-in. */
export const plugInKinds = [
  webPushKind(),
  emailKind,
  smsHttpKind,
  smsSmppKind,
  callKind,
  speakerKind,
  webhookKind,
  mqttKind,
] as unknown as ChannelKinds

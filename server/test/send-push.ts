import type { ChannelMessage } from "../src/modules/warn/channels/plug-in.ts"
import { deliveryOf, messageOf, toolsOf, unbroken } from "../src/modules/warn/channels/test/message.ts"
import type { startPushReceiver } from "../src/modules/warn/channels/test/push-receiver.ts"
import { webPushKind } from "../src/modules/warn/channels/web-push/index.ts"

export { startPushReceiver } from "../src/modules/warn/channels/test/push-receiver.ts"

/** Sends a message with the keys of a data folder to a push service on this machine, and gives what its browser decrypts. */
export async function sendPush(
  receiver: Awaited<ReturnType<typeof startPushReceiver>>,
  dataFolder: string,
  change: Partial<ChannelMessage>,
): Promise<object> {
  const plugIn = webPushKind({ unsafeAnyHost: { ca: receiver.ca } }).open({
    settings: { contact: "mailto:duty@linjiang.example" },
    secrets: {},
    tools: toolsOf(dataFolder),
  })
  const { result } = await plugIn.send(deliveryOf(receiver.addressFor("201"), { message: messageOf(change) }), unbroken)
  await plugIn.close()
  if (result !== "accepted") throw new Error(`the push service said ${result}`)
  return receiver.pushed.at(-1)!.notice as object
}

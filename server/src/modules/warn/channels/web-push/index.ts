export { webPushKind } from "./kind.ts"
export { isPublicAddress, publicLookup } from "./public-host.ts"
export { PushAddress } from "./push-address.ts"
export { Vapid } from "./vapid.ts"

export { type ChannelKinds, plugInKinds } from "./channels/index.ts"
export { PushAddress, Vapid } from "./channels/web-push/index.ts"
export { isInside, overlaps } from "./domain/warning.ts"
export { answerRendered, RenderCache, type Rendered } from "./http/render-cache.ts"
export { barsOf } from "./previews/index.ts"
export { warnPrivacy } from "./privacy.ts"
export { isPublicWarnEvent, type PublicWarning } from "./public-warnings.ts"
export { SENT_MAX, startWarn, type WarnModule, type WarnOptions } from "./start.ts"
export {
  expiryOf,
  letterSender,
  type Subscription,
  type Subscriptions,
  subscribeErrors,
} from "./subscriptions/index.ts"
export const warnMigrations = { module: "warn", folder: new URL("./migrations/", import.meta.url) }

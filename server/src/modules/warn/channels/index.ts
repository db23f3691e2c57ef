export { channelRoutes } from "./http/channel-routes.ts"
export { type ChannelKinds, plugInKinds } from "./kinds.ts"
export type { ChannelMessage, ChannelPlugIn, PlainLetter } from "./plug-in.ts"
export { type ChannelNow, type Channels, startChannels } from "./start-channels.ts"

export { type ChannelKinds, plugInKinds } from "./kinds.ts"
export type { ChannelMessage, ChannelPlugIn, PlainLetter } from "./plug-in.ts"
export { type ChannelNow, type Channels, routesWithoutChannels, startChannels } from "./start-channels.ts"

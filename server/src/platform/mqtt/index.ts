export { type Broker, type BrokerOptions, startBroker } from "./broker.ts"
export type { Accept, Message } from "./types.ts"

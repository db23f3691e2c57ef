export { type Broker, type BrokerOptions, type Load, startBroker } from "./broker.ts"
export type { Accept, Message, Waiter } from "./types.ts"

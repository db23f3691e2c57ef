export { type Broker, type BrokerOptions, startBroker } from "./broker.ts"
export type { Accept, Message, Waiter } from "./types.ts"

export { type Broker, type BrokerOptions, type Message, startBroker } from "./broker.ts"

export { webhookKind } from "./kind.ts"

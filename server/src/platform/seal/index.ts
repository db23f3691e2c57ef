export { SealKey } from "./seal-key.ts"

export { readFormatted } from "./formatted.ts"

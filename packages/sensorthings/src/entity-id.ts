/**
 * The id that a client wrote, in an address, a link, or a filter: a whole number, or the same as a text, because ids are opaque to clients
 * (OGC 18-088, 8.1) and some quote every one. Undefined for what is the id of nothing here.
 */
export function readEntityId(given: unknown): number | undefined {
  if (typeof given === "string") return /^[1-9]\d{0,14}$/.test(given) ? Number(given) : undefined
  return typeof given === "number" && Number.isSafeInteger(given) && given > 0 ? given : undefined
}

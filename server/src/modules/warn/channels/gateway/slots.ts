/** What stands in a mapping for what changes from message to message. `token` and `callback` come from the secrets. */
export const slots = [
  "address",
  "text",
  "headline",
  "speech",
  "page",
  "key",
  "code",
  "level",
  "language",
  "alphabet",
  "parts",
  "token",
  "callback",
] as const
export type Slot = (typeof slots)[number]
/** A header is ASCII and stands in the logs of proxies: neither words nor addresses of people go there. */
export const headerSlots: readonly Slot[] = ["key", "code", "level", "language", "token"]

const SLOT = /\{([a-z]+)\}/g

/** Whether a text has no other slots than these. */
export function namesOnly(text: string, allowed: readonly string[]): boolean {
  return [...text.matchAll(SLOT)].every(([, slot]) => allowed.includes(slot!))
}

export function fillSlots(text: string, values: Readonly<Record<Slot, string>>): string {
  return text.replaceAll(SLOT, (_whole, slot: Slot) => values[slot])
}

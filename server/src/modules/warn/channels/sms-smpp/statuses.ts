import type { Pdu } from "smpp"
import type { Outcome } from "../plug-in.ts"

/** SMPP 3.4, 5.1.3. */
const INVALID_DESTINATION = 0x0b
const NOT_NOW: readonly number[] = [0x08, 0x14, 0x58, 0x64]
const CONTENT: readonly number[] = [0x01, 0x43, 0x45]

/** What a `submit_sm_resp` that is no success means. */
export function failedSubmit(status: number): Outcome {
  if (NOT_NOW.includes(status)) return { result: "retry", reason: "throttled" }
  if (status === INVALID_DESTINATION) return { result: "refused", reason: "address", gone: true }
  return { result: "refused", reason: CONTENT.includes(status) ? "content" : "refused" }
}

const RECEIPT = 0x04
const TYPE = 0x3c
/** SMPP 3.4, 5.2.28; expired, deleted, undeliverable, rejected. */
const states: ReadonlyMap<number | string, "delivered" | "refused"> = new Map<number | string, "delivered" | "refused">([
  [2, "delivered"],
  [3, "refused"],
  [4, "refused"],
  [5, "refused"],
  [8, "refused"],
  ["DELIVRD", "delivered"],
  ["EXPIRED", "refused"],
  ["DELETED", "refused"],
  ["UNDELIV", "refused"],
  ["REJECTD", "refused"],
])

/** A delivery receipt (SMPP 3.4, 5.2.12 and Appendix B); undefined for what a phone sent, and for news on the way. */
export function readReceipt(pdu: Pdu): { readonly id: string; readonly outcome: "delivered" | "refused" } | undefined {
  if (((pdu.esm_class ?? 0) & TYPE) !== RECEIPT) return undefined
  const text = String(pdu.short_message?.message ?? "")
  const id = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1]
  const state = pdu.message_state ?? /\bstat:([A-Z]+)/i.exec(text)?.[1]?.toUpperCase()
  const outcome = state === undefined ? undefined : states.get(state)
  return id === undefined || outcome === undefined ? undefined : { id, outcome }
}

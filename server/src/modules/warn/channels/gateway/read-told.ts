import { parseJsonPath, valueAt } from "../../../sense/index.ts"
import type { CallbackBody, Outcome } from "../plug-in.ts"
import type { GatewayMapping } from "./settings.ts"

/** What the answer of a gateway means that was a success by its HTTP status. */
export function readAnswer({ answer }: Pick<GatewayMapping, "answer">, body: unknown): Outcome {
  const { id, state } = answer
  if (state) {
    const found = textAt(body, state.at)
    if (found === undefined || !state.accepted.includes(found)) {
      const isLater = found !== undefined && state.retry.includes(found)
      return isLater ? { result: "retry", reason: "throttled" } : { result: "refused", reason: "refused" }
    }
  }
  const receipt = id === undefined ? undefined : textAt(body, id)
  return { result: "accepted", ...(receipt !== undefined && { receipt }) }
}

export interface Receipt {
  readonly id: string
  /** Undefined for news on the way. */
  readonly outcome: "delivered" | "refused" | undefined
}

/** What a gateway tells later; undefined when it is no receipt. */
export function readReceipt({ receipt }: Pick<GatewayMapping, "receipt">, told: CallbackBody): Receipt | undefined {
  if (!receipt) return undefined
  const id = textAt(told, receipt.id)
  const state = textAt(told, receipt.state)
  if (id === undefined || state === undefined) return undefined
  if (receipt.delivered.includes(state)) return { id, outcome: "delivered" }
  return { id, outcome: receipt.refused.includes(state) ? "refused" : undefined }
}

/** Ids and states are texts or numbers, as each gateway likes it. */
function textAt(message: unknown, path: string): string | undefined {
  const value = valueAt(message, parseJsonPath(path)!)
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined
}

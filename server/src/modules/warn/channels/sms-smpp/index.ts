import { createHash } from "node:crypto"
import { z } from "zod"
import { failedConnection } from "../failure.ts"
import type { ChannelPlugIn, Delivery, Outcome, PlugInKind } from "../plug-in.ts"
import { Line, LineFailed } from "./line.ts"
import { failedSubmit, readReceipt } from "./statuses.ts"
import { submitsOf } from "./submits.ts"

const Settings = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,200}$/),
  port: z.int().min(1).max(65_535).default(2775),
  tls: z.boolean().default(false),
  system_id: z.string().min(1).max(15),
  system_type: z.string().max(12).default(""),
  /** Who sends, as phones show it. Type of number 5 is letters, 1 international, 0 as the centre likes it. */
  source_addr: z.string().max(20).default(""),
  source_ton: z.int().min(0).max(6).default(5),
  source_npi: z.int().min(0).max(18).default(0),
  dest_ton: z.int().min(0).max(6).default(1),
  dest_npi: z.int().min(0).max(18).default(1),
  /** Messages that may wait for their answer at once. */
  window: z.int().min(1).max(100).default(10),
  enquire_s: z.int().min(5).max(600).default(30),
})
// SMPP 3.4 has room for eight characters; centres of today take more.
const Secrets = z.strictObject({ password: z.string().max(64).optional() })
type Listener = Parameters<NonNullable<ChannelPlugIn["onReceipt"]>>[0]

/** SMS by a message centre that speaks SMPP 3.4. Long messages go in parts that phones put together again. */
export const smsSmppKind: PlugInKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: "sms-smpp",
  recipients: "roster",
  settings: Settings,
  secrets: Secrets,
  open: ({ settings, secrets }) => {
    const { host, port, tls, system_id, system_type, window, enquire_s, source_addr } = settings
    const { source_ton, source_npi, dest_ton, dest_npi } = settings
    const listeners: Listener[] = []
    const line = new Line({
      ...{ host, port, tls, enquireMs: enquire_s * 1_000 },
      bind: { system_id, system_type, password: secrets.password ?? "" },
      onDeliver: async (pdu) => {
        const receipt = readReceipt(pdu)
        if (receipt) for (const listener of listeners) await listener(receipt.id, receipt.outcome)
      },
    })
    const to = {
      ...{ source_addr, source_addr_ton: source_ton, source_addr_npi: source_npi },
      ...{ dest_addr_ton: dest_ton, dest_addr_npi: dest_npi },
    }
    const send = async ({ address, key, message }: Delivery, signal: AbortSignal): Promise<Outcome> => {
      let receipt: string | undefined
      for (const part of submitsOf(message.short, referenceOf(key))) {
        const answer = await line.submit({ ...to, ...part, destination_addr: address.replace(/[\s()+-]/g, "") }, signal)
        if (answer.command_status !== 0) return failedSubmit(answer.command_status)
        receipt = answer.message_id
      }
      return { result: "accepted", ...(receipt && { receipt }) }
    }
    return {
      kind: "sms-smpp",
      // A centre knows no key. The reference of the parts is the same in each attempt, so a phone does not mix two of them.
      keepsOnce: false,
      inFlight: window,
      send: (delivery, signal) => send(delivery, signal).catch(failedLine),
      onReceipt: (listener) => void listeners.push(listener),
      close: () => line.close(),
    }
  },
}

const referenceOf = (key: string) => createHash("sha256").update(key).digest()[0]!

function failedLine(error: unknown): Outcome {
  if (!(error instanceof LineFailed)) return failedConnection(error)
  const { reason, afterMs } = error
  return { result: "retry", reason, ...(afterMs !== undefined && { afterMs }) }
}

import type { LogEvent } from "@holdfast/contracts"

/** News with its bytes, which are made once for all who hear it. */
export interface News {
  readonly event: LogEvent
  readonly bytes: Buffer
}

export function toNews(event: LogEvent): News {
  return { event, bytes: Buffer.from(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`) }
}

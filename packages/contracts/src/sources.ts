import { z } from "zod"
import { Timestamp } from "./common.ts"

export const sourceKinds = ["mqtt-client", "http-poll", "http-push"] as const
export const sourceBrings = ["measurements", "alerts", "layer"] as const
export const sourceStates = ["starting", "connected", "waiting", "failing"] as const

/** How a source is that does not speak SensorThings. All figures count since it was started or its mapping changed. */
export const SourceStatus = z.object({
  name: z.string(),
  kind: z.enum(sourceKinds),
  brings: z.enum(sourceBrings),
  state: z.enum(sourceStates),
  /** When anything came from it, good or bad. */
  lastHeardAt: Timestamp.nullable(),
  /** When it last answered as it should, also with nothing new. */
  lastSuccessAt: Timestamp.nullable(),
  /** How old the newest of what it brought was when it came, in seconds; negative for a forecast. */
  delayS: z.number().nullable(),
  messages: z.int(),
  stored: z.int(),
  /** What was there already. */
  doubles: z.int(),
  refused: z.int(),
  /** What was refused, by reason, most first. */
  refusals: z.array(z.object({ reason: z.string(), count: z.int() })),
  failures: z.int(),
  lastError: z.string().nullable(),
})
export type SourceStatus = z.infer<typeof SourceStatus>

export const SourceList = z.object({
  sources: z.array(SourceStatus),
  /** What is wrong in mapping files. A file that was right before goes on as it was until it is mended. */
  problems: z.array(z.object({ file: z.string(), line: z.int(), field: z.string(), rule: z.string() })),
  /** When the files were last read; null where nothing outside is asked, as in a demo and a drill. */
  readAt: Timestamp.nullable(),
})
export type SourceList = z.infer<typeof SourceList>

/** How hard devices press over MQTT at this moment; null without a listener. */
export const MqttLoad = z
  .object({
    connections: z.int(),
    /** Of them, those that are held back, because more comes than is kept. */
    held: z.int(),
    /** Connections ended since the start because they brought more than there was room for. */
    ended: z.int(),
  })
  .nullable()
export type MqttLoad = z.infer<typeof MqttLoad>
export const SourceTaken = z.object({ stored: z.int(), doubles: z.int(), refused: z.int() })

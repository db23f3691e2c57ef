import { z } from "zod"
import { Timestamp } from "./common.ts"

export const sourceKinds = ["mqtt-client", "http-poll", "http-push"] as const
export const sourceBrings = ["measurements", "alerts", "layer"] as const
export const sourceStates = ["starting", "connected", "waiting", "failing"] as const

/** What the words of a code need: `{ max: 20 }`. */
export const CodeValues = z.record(z.string(), z.union([z.string(), z.number()]))
export type CodeValues = z.infer<typeof CodeValues>

/**
 * What a mapping file keeps to: each rule by its code, with the values that its words need. The words stand in the language files under
 * `rules`, where those of SensorThings stand, too; a rule of the same code is the same rule.
 */
export const mappingRules = {
  // The file.
  yaml: [],
  "yaml-spaces": [],
  "yaml-indent": [],
  "yaml-name-once": [],
  "yaml-closed": [],
  "yaml-one-document": [],
  "yaml-aliases": [],
  "at-most-files": ["max"],
  "at-most-bytes": ["max"],

  // Any field.
  required: [],
  "unknown-name": [],
  "one-of": ["known"],
  fields: [],
  entries: [],
  "entries-at-least": ["min"],
  "entries-at-most": ["max"],
  words: [],
  "not-blank": [],
  "at-most-characters": ["max"],
  number: [],
  "whole-number-at-all": [],
  "at-least": ["min"],
  "at-most": ["max"],
  "as-in-guide": [],

  // One field.
  "source-name": [],
  "source-name-taken": [],
  "take-alerts-or-layer": [],
  "json-path": [],
  slots: [],
  "missing-value": [],
  "topic-filter": [],
  "broker-address": [],
  "web-address": [],
  "host-name": [],
  "area-id": [],
  "public-key": [],
  "layer-id": [],
  "both-languages": [],
  bounds: [],
  "bounds-for-png": [],
  "picture-time": [],
  "picture-time-without-path": [],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type MappingRule = keyof typeof mappingRules

/** Why a source does not answer, or what it brought could not be kept: codes with the values of their words, under `sources:failure`. */
export const sourceFailures = {
  "http-status": ["status"],
  redirected: ["status"],
  "timed-out": [],
  "too-large": ["limitBytes"],
  "host-unknown": [],
  "host-refuses": [],
  "host-unreachable": [],
  "connection-lost": [],
  certificate: ["code"],
  "broker-gone": [],
  "broker-sign-in": [],
  "broker-topics": [],
  "password-file": ["file", "code"],
  "not-stored": ["code"],
  other: ["code"],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type SourceFailureCode = keyof typeof sourceFailures

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
  /** Messages of alerts that wait for a person, and those that went because there was no room for more; of all that is kept. */
  setAside: z.int(),
  dropped: z.int(),
  refused: z.int(),
  /** What was refused, by reason, most first. */
  refusals: z.array(z.object({ reason: z.string(), count: z.int() })),
  failures: z.int(),
  /** What failed last, in no language: `sourceFailures`. */
  lastFailure: z.object({ code: z.string(), values: CodeValues }).nullable(),
})
export type SourceStatus = z.infer<typeof SourceStatus>

export const SourceList = z.object({
  sources: z.array(SourceStatus),
  /** What is wrong in mapping files, in no language: `mappingRules`. A file that was right before goes on as it was until it is mended. */
  problems: z.array(z.object({ file: z.string(), line: z.int(), field: z.string(), rule: z.string(), values: CodeValues })),
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

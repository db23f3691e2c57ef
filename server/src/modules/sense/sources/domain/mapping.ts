import { unitCodes } from "@holdfast/kernel"
import { z } from "zod"
import { parseJsonPath } from "../../domain/json-path.ts"
import { keeping } from "../../domain/mapping-rule.ts"
import { LayerMapping } from "../../layers/index.ts"
import { AlertsMapping } from "../../outside/index.ts"

const Path = z
  .string()
  .max(200)
  .refine((text) => parseJsonPath(text) !== undefined, keeping("json-path"))

/** A text with slots: `{$.station}` from the message, `{topic.2}` the second part of the topic. */
const Template = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) =>
      [...text.matchAll(/\{([^{}]*)\}/g)].every(([, slot]) => isSlot(slot!)) && !/[{}]/.test(text.replaceAll(/\{[^{}]*\}/g, "")),
    keeping("slots"),
  )

export const isSlot = (slot: string): boolean => /^topic\.[1-9]\d?$/.test(slot) || parseJsonPath(slot) !== undefined

export const timeFormats = ["iso", "epoch-s", "epoch-ms"] as const

/** How one message becomes measurements. */
const Take = z.strictObject({
  /** Where the measurements stand in the message, when there are several; each path below then begins at one of them. */
  each: Path.optional(),
  /** The key of the datastream that it belongs to. */
  datastream: Template,
  value: Path,
  /** Without it the moment counts at which the message came. */
  time: Path.optional(),
  time_format: z.enum(timeFormats).default("iso"),
  /** The unit of the message, by its UCUM code. The datastream has its own; the value is converted. */
  unit: z.enum(unitCodes as [string, ...string[]]).optional(),
  /** Values that stand for "no measurement", such as -999999. */
  missing: z
    .array(z.union([z.number(), z.string().max(40)], keeping("missing-value")))
    .max(20)
    .default([]),
})

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, keeping("source-name"))
/** What it brings; exactly one of them. */
const contents = ["take", "alerts", "layer"] as const
const shared = {
  name: Name,
  take: z.array(Take).min(1).max(20).optional(),
  alerts: AlertsMapping.optional(),
  layer: LayerMapping.optional(),
}
const secrets = { user: z.string().max(200).optional(), password_file: z.string().max(500).optional() }

/** One source that does not speak SensorThings: where it comes from and what it means. */
export const Mapping = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...shared,
      ...secrets,
      kind: z.literal("mqtt-client"),
      url: z.string().regex(/^mqtts?:\/\/[^\s/@]+$/, keeping("broker-address")),
      topics: z
        .array(
          z
            .string()
            .min(1)
            .max(200)
            .regex(/^[^\s#]*#?$/, keeping("topic-filter")),
        )
        .min(1)
        .max(50),
    }),
    z.strictObject({
      ...shared,
      kind: z.literal("http-poll"),
      url: z.string().regex(/^https?:\/\/[^\s@]+$/, keeping("web-address")),
      every_s: z.int().min(10).max(86_400),
    }),
    z.strictObject({
      ...shared,
      kind: z.literal("http-push"),
      /** The credentials that may send; without it each that may write and is not bound to one station. */
      devices: z.array(z.string().max(64)).min(1).max(100).optional(),
    }),
  ])
  .superRefine((mapping, { addIssue }) => {
    const given = contents.filter((name) => mapping[name] !== undefined)
    const message = keeping("take-alerts-or-layer")
    if (given.length === 0) addIssue({ code: "custom", path: ["take"], message })
    for (const name of given.slice(1)) addIssue({ code: "custom", path: [name], message })
  })
export type Mapping = z.infer<typeof Mapping>
export type Take = z.infer<typeof Take>

/** What a source brings. */
export function bringsOf({ take, alerts }: Pick<Mapping, (typeof contents)[number]>): "measurements" | "alerts" | "layer" {
  if (take) return "measurements"
  return alerts ? "alerts" : "layer"
}

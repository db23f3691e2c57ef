import { z } from "zod"
import { AreaRef, Bilingual, LonLat, Timestamp } from "./common.ts"

/**
 * How a device is, as far as its measurements tell: heard within the hour, or, where it sends a daily heartbeat, within 26; silent for
 * longer; never heard; or `on-alarm`: it speaks
 * only when something is wrong, so its silence says nothing.
 */
export const deviceHealths = ["heard", "silent", "never", "on-alarm"] as const
export type DeviceHealth = (typeof deviceHealths)[number]

/** What stands somewhere and measures. */
export const InstalledDevice = z.object({
  key: z.string(),
  /** Its id in SensorThings. */
  number: z.int(),
  kind: z.string(),
  name: Bilingual,
  at: LonLat.nullable(),
  area: AreaRef.nullable(),
  health: z.enum(deviceHealths),
  /** The time of its newest measurement. */
  lastAt: Timestamp.nullable(),
})
export type InstalledDevice = z.infer<typeof InstalledDevice>

/** One page of them; `found` counts all that the question finds, `counts` says how those are. */
export const InstalledDevicePage = z.object({
  devices: z.array(InstalledDevice),
  found: z.int(),
  counts: z.record(z.enum(deviceHealths), z.int()),
})
export type InstalledDevicePage = z.infer<typeof InstalledDevicePage>

/** A device with what it sends, and the instruments that sent it, newest first. */
export const InstalledDeviceDetail = InstalledDevice.extend({
  series: z.array(
    z.object({
      datastream: z.string(),
      property: Bilingual,
      unit: z.string(),
      /** An alarm: 1 or 0. */
      isTruth: z.boolean(),
      value: z.number().nullable(),
      at: Timestamp.nullable(),
    }),
  ),
  instruments: z.array(
    z.object({ name: z.string(), serial: z.string().nullable(), since: Timestamp.nullable(), until: Timestamp.nullable() }),
  ),
})
export type InstalledDeviceDetail = z.infer<typeof InstalledDeviceDetail>

/** The maker's name of the type, and the number on the instrument. */
export const ReplaceDevice = z.object({
  model: z.string().trim().min(1).max(80),
  serial: z.string().trim().max(80).default(""),
})
export type ReplaceDevice = z.infer<typeof ReplaceDevice>

/** What a rule of an import says; the words stand under `devices:rules` and `devices:mends`. */
export const deviceRules = [
  "columns",
  "fields",
  "required",
  "key-format",
  "key-twice",
  "differs",
  "kind",
  "person",
  "too-long",
  "position",
  "outside-city",
  "property",
  "property-taken",
] as const

/** A row that cannot be taken: where it is, which column, what stands there, which rule it breaks, and what it could be of a list. */
export const BadDeviceRow = z.object({
  line: z.int(),
  column: z.string(),
  value: z.string(),
  rule: z.enum(deviceRules),
  allowed: z.string().optional(),
})
export type BadDeviceRow = z.infer<typeof BadDeviceRow>

export const deviceImportStates = ["draft", "stored", "undone"] as const

/** What an upload would bring, or brought. Nothing is stored before somebody has looked at it and confirmed. */
export const DeviceImport = z.object({
  id: z.uuid(),
  state: z.enum(deviceImportStates),
  crs: z.string(),
  createdAt: Timestamp,
  /** New devices, those that are there already just so, and rows that are refused. */
  fresh: z.int(),
  same: z.int(),
  bad: z.int(),
  /** The first of them. */
  badRows: z.array(BadDeviceRow),
  devices: z.array(z.object({ key: z.string(), kind: z.string(), name: Bilingual, at: LonLat, area: AreaRef })),
})
export type DeviceImport = z.infer<typeof DeviceImport>
export const DeviceImportList = z.object({
  imports: z.array(DeviceImport.pick({ id: true, state: true, createdAt: true, fresh: true, bad: true })),
})

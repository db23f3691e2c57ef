import { z } from "zod"
import { Bilingual, Timestamp } from "./common.ts"

/** *read*: when reading is closed, and to subscribe. *write*: measurements. *configure*: all else that SensorThings can make or change. */
export const deviceRights = ["read", "write", "configure"] as const

/** The user name of a device, over HTTP and MQTT. It names what stands somewhere, never who owns it. */
export const DeviceName = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/)

/** With what a device signs in. Its secret is shown once, when it is made or renewed. */
export const Device = z.object({
  id: z.uuid(),
  name: DeviceName,
  rights: z.array(z.enum(deviceRights)),
  /** It writes to the series of this Thing alone; null for all. `id` is that of SensorThings. */
  thing: z.object({ id: z.int(), name: Bilingual }).nullable(),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
  /** When it last signed in or sent; null for never. */
  heardAt: Timestamp.nullable(),
  /** What was refused of it since the server started, with the newest reason; null for nothing. */
  refused: z.object({ count: z.int(), code: z.string(), at: Timestamp }).nullable(),
})
export type Device = z.infer<typeof Device>

/** A page, by name. `next` goes into `after` of the next question; null at the end. */
export const DeviceList = z.object({ devices: z.array(Device), next: DeviceName.nullable() })

export const NewDevice = z.strictObject({
  name: DeviceName,
  rights: z.array(z.enum(deviceRights)).min(1).max(deviceRights.length),
  /** The SensorThings id of the Thing that it is bound to. */
  thing: z.int().positive().max(2_147_483_647).nullish(),
})
export type NewDevice = z.infer<typeof NewDevice>

export const DeviceSecret = z.object({ device: Device, secret: z.string() })

import { z } from "zod"
import { AreaRef, ChosenId, Timestamp } from "./common.ts"

export const lifelines = ["power", "water", "gas", "heat", "telecom", "roads"] as const
export const outageStates = ["out", "partly-restored", "to-be-confirmed", "restored"] as const

export const Outage = z.object({
  id: z.uuid(),
  code: z.string(),
  lifeline: z.enum(lifelines),
  area: AreaRef,
  state: z.enum(outageStates),
  /** Households without the service now. */
  households: z.int().nonnegative(),
  startedAt: Timestamp,
  restoredAt: Timestamp.nullable(),
  because: z.uuid().nullable(),
  /** The restoration curve: households without the service from each moment on. */
  curve: z.array(z.object({ at: Timestamp, households: z.int().nonnegative() })),
  checkedAt: Timestamp,
  checkedByRole: z.string(),
})
export type Outage = z.infer<typeof Outage>
export const OutagePage = z.object({ position: z.int(), outages: z.array(Outage) })
export const ReportOutage = z.object({
  id: ChosenId,
  lifeline: z.enum(lifelines),
  area: z.string().max(200),
  households: z.int().min(1).max(50_000_000),
  because: z.uuid().optional(),
})
export type ReportOutage = z.infer<typeof ReportOutage>
export const UpdateOutage = z.object({ households: z.int().min(0).max(50_000_000) })

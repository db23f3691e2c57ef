import { z } from "zod"

export const roles = [
  "duty-officer",
  "approver",
  "leader",
  "inspector",
  "community-worker",
  "shelter-staff",
  "lifeline-operator",
  "engineer",
] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** Who is signed in on this browser, and the world that it looks at. */
export const Session = z.object({
  account: z.string().nullable(),
  role: Role.nullable(),
  /** The area whose subtree this account may act on; null for the whole city. */
  area: z.string().nullable(),
  world: z.enum(["demo", "live", "drill", "replay"]),
  city: z.object({ "zh-CN": z.string(), en: z.string() }),
  timeZone: z.string(),
  /** What this role may do, by the server's one table of rights; the areas are the server's to check. */
  may: z.array(z.string()),
  /** Other people who could approve a warning and were here within 15 minutes; null for who is not signed in. */
  approversOnDuty: z.int().nonnegative().nullable(),
})
export type Session = z.infer<typeof Session>

/** The clock of a drill, for its bar. */
export const DrillClock = z.object({
  at: z.iso.datetime(),
  speed: z.number(),
  name: z.object({ "zh-CN": z.string(), en: z.string() }),
  /** Nothing more will happen by itself. */
  finished: z.boolean(),
  /** Something in the real city needs its people: shown above the bar on every page of the drill. */
  realEvent: z
    .object({ at: z.iso.datetime(), title: z.object({ "zh-CN": z.string(), en: z.string() }), url: z.string() })
    .nullable(),
})
export type DrillClock = z.infer<typeof DrillClock>
export const SetDrillSpeed = z.object({ speed: z.union([z.literal(0), z.literal(1), z.literal(60), z.literal(600)]) })

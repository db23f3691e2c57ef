import { z } from "zod"
import { Bilingual, Timestamp } from "./common.ts"

export const requestStates = ["received", "accepted", "solved", "closed"] as const
export const requestCategories = [
  "flooded-underpass",
  "flooded-road",
  "fallen-tree",
  "power-line",
  "gas-smell",
  "road-damage",
  "street-light",
  "other-thing",
] as const

/** A request as the desk sees it: the problem before the person, and no contact here. */
export const ServiceRequest = z.object({
  id: z.uuid(),
  category: z.enum(requestCategories),
  place: z.string(),
  description: z.string(),
  photo: z.string().nullable(),
  state: z.enum(requestStates),
  receivedAt: Timestamp,
  dueAt: Timestamp,
  answer: z.string().nullable(),
  answeredAt: Timestamp.nullable(),
  categoryName: Bilingual,
})
export type ServiceRequest = z.infer<typeof ServiceRequest>
/** How many come when nothing is said, and how many may be asked for. */
export const REQUESTS_FIRST = 200
export const REQUESTS_MAX = 1_000
/** The most urgent first; `open` and `total` count those too that are not on the page. */
export const ServiceRequestPage = z.object({
  position: z.int(),
  requests: z.array(ServiceRequest),
  open: z.int(),
  total: z.int(),
})
export const AnswerRequest = z.object({
  state: z.enum(["accepted", "solved", "closed"]),
  answer: z.string().trim().min(1).max(1_000),
})

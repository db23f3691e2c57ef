import { z } from "zod"
import { Bilingual, Level, Timestamp } from "./common.ts"

/** How a message leaves; one plug-in each. `hand` is told by people, who tick it. */
export const channelKinds = ["web-push", "email", "sms-http", "sms-smpp", "webhook", "mqtt", "call", "speaker", "hand"] as const
export const ChannelKind = z.enum(channelKinds)
export type ChannelKind = z.infer<typeof ChannelKind>

/**
 * How a channel is at this moment. *down*: its last attempts all failed, or it cannot be opened. *slow*: something waits for longer
 * than a minute, or half of what went out took longer than ten seconds. *off*: switched off by an engineer.
 */
export const channelStates = ["ok", "slow", "down", "off"] as const
export const ChannelState = z.enum(channelStates)
export type ChannelState = z.infer<typeof ChannelState>

/** What the engineer types; settings and secrets are checked by the kind. */
const typed = {
  name: Bilingual,
  settings: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  /** Ids of the areas that it serves, with all inside them; empty is the whole city. */
  areas: z.array(z.string().max(200)).max(500),
  /** Empty is all levels. */
  levels: z.array(Level).max(4),
  /** Of what goes to no resident, who chose their own. */
  language: z.enum(["zh-CN", "en"]),
  /** At most so many a second; null is as fast as the receiver takes them. */
  ratePerS: z.number().positive().max(100_000).nullable(),
}
/** Write-only: what is left out stays as it is. */
const sealed = {
  secrets: z.record(z.string(), z.string().max(20_000)).optional(),
  /** Own people to whom the weekly test goes, where the channel has no target of its own. */
  testAddresses: z.array(z.string().trim().min(1).max(2_000)).max(20).optional(),
}
export const CreateChannel = z.object({ kind: ChannelKind, ...typed, ...sealed })
export type CreateChannel = z.infer<typeof CreateChannel>
export const ChangeChannel = z.object({ ...typed, ...sealed }).partial()
export type ChangeChannel = z.infer<typeof ChangeChannel>

export const Channel = z.object({
  id: z.int(),
  kind: ChannelKind,
  ...typed,
  /** Names of the secrets that are set. */
  secretsSet: z.array(z.string()),
  testAddressCount: z.int(),
  state: ChannelState,
  /** Since when it is in this state; null since the start. */
  stateSince: Timestamp.nullable(),
  /** Why it is slow or down, as a code. */
  reason: z.string().nullable(),
  waiting: z.int(),
  /** Of its loop tests. */
  passedAt: Timestamp.nullable(),
  failedAt: Timestamp.nullable(),
  failure: z.string().nullable(),
})
export type Channel = z.infer<typeof Channel>

/** A field of a form, in the order in which it is asked. */
export const ChannelField = z.object({
  name: z.string(),
  type: z.enum(["text", "number", "flag", "choice"]),
  choices: z.array(z.string()),
  required: z.boolean(),
  secret: z.boolean(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
})
export type ChannelField = z.infer<typeof ChannelField>
export const ChannelKindForm = z.object({
  kind: ChannelKind,
  fields: z.array(ChannelField),
  /** Whether its loop test needs addresses of own people. */
  needsTestAddresses: z.boolean(),
})
export type ChannelKindForm = z.infer<typeof ChannelKindForm>
/** `sends` is false in a drill and in a replay: nothing can leave there, and nothing is configured. */
export const ChannelList = z.object({ sends: z.boolean(), channels: z.array(Channel), kinds: z.array(ChannelKindForm) })
export type ChannelList = z.infer<typeof ChannelList>

export const channelPurposes = ["warning", "update", "lifting", "retraction", "test"] as const
export type ChannelPurpose = (typeof channelPurposes)[number]

/** Latencies count from the moment in which the message was frozen, in milliseconds; null while nothing arrived. */
export const ChannelFigures = z.object({
  /** Null for the page and the feed, which everybody has at once. */
  channel: z.int().nullable(),
  kind: z.union([ChannelKind, z.enum(["public-page", "feed"])]),
  name: Bilingual,
  /** What is still to be handed over: new, in an attempt, or to be tried again. */
  waiting: z.int(),
  /** Handed over at least once. */
  sent: z.int(),
  accepted: z.int(),
  delivered: z.int(),
  failed: z.int(),
  /** Not handed over any more, because the message had ended. */
  stopped: z.int(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** Whether each recipient got it exactly once; otherwise at least once. */
  keepsOnce: z.boolean(),
  /** The most frequent reasons of failures, as codes. */
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
})
export type ChannelFigures = z.infer<typeof ChannelFigures>

/** An area that is told by hand: who told it ticks it off. */
export const HandTask = z.object({
  channel: z.int(),
  recipient: z.int(),
  area: z.string(),
  name: Bilingual,
  toldAt: Timestamp.nullable(),
  note: z.string().nullable(),
})
export type HandTask = z.infer<typeof HandTask>

/** One message on its way. */
export const SendOrder = z.object({
  number: z.int(),
  identifier: z.string(),
  purpose: z.enum(channelPurposes),
  at: Timestamp,
  expires: Timestamp,
  /** Whether all recipients are in the ledger, so that the counts are whole. */
  listed: z.boolean(),
  /** When nothing was left to do; null while it goes out. */
  doneAt: Timestamp.nullable(),
  channels: z.array(ChannelFigures),
  hand: z.array(HandTask),
})
export type SendOrder = z.infer<typeof SendOrder>
export const SendOrderList = z.object({ orders: z.array(SendOrder) })

export const ResendFailed = z.object({ order: z.int(), channel: z.int() })
export const Resent = z.object({ count: z.int() })
export const TickHand = z.object({
  order: z.int(),
  channel: z.int(),
  recipient: z.int(),
  /** When people were told. */
  at: Timestamp,
  note: z.string().trim().max(200),
})
export type TickHand = z.infer<typeof TickHand>

import type { ChannelKind, Level, Urgency } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import type { z } from "zod"

/** What goes out, in one language, complete: a plug-in adds nothing and decides nothing. */
export interface ChannelMessage {
  readonly purpose: "warning" | "update" | "lifting" | "retraction" | "test"
  /** CAP's; whatever is not Actual says so in its headline already. */
  readonly status: "Actual" | "Exercise" | "Test"
  /** CAP identifier. */
  readonly identifier: string
  readonly code: string
  /**
   * What it is about: the code of the first warning of its chain, the same for each update and for the end. Receivers fold by it: a
   * mailbox into one conversation, a push service an unread message into its update.
   */
  readonly event: string
  readonly hazard: string
  readonly level: Level
  readonly urgency: Urgency
  readonly language: Language
  readonly headline: string
  /** What, do, where, until. */
  readonly text: string
  /** For SMS: within 70/67-unit parts of UCS-2, or 160/153 of GSM-7. */
  readonly short: string
  /** To be read aloud. */
  readonly speech: string
  /** Its public page. */
  readonly page: string
  readonly expires: Date
  /** The CAP message, byte for byte. */
  readonly xml: string
}

/** One message to one recipient. */
export interface Delivery {
  /** The same in each attempt: receivers that know idempotency take it once. */
  readonly key: string
  /**
   * Opened only here: an endpoint, an e-mail address, a number; never logged. For a kind whose recipients are *areas* the id of the
   * area, for *one* the empty string: the plug-in knows its target from its settings.
   */
  readonly address: string
  /** Of a resident: the page of the subscription; POST to `${subscription}/unsubscribe` ends it in one tap (RFC 8058). */
  readonly subscription?: string | undefined
  readonly message: ChannelMessage
  /** From 1. */
  readonly attempt: number
}

export type Outcome =
  /** Handed over; a receipt may follow under this name. */
  | { readonly result: "accepted"; readonly receipt?: string }
  | { readonly result: "delivered" }
  /** Never again; gone: forget the address. */
  | { readonly result: "refused"; readonly reason: string; readonly gone?: boolean }
  | { readonly result: "retry"; readonly reason: string; readonly afterMs?: number }

/** A few words to somebody who just typed this address. */
export interface PlainLetter {
  readonly to: string
  readonly language: Language
  readonly subject: string
  readonly text: string
}

export interface ChannelPlugIn {
  readonly kind: ChannelKind
  /** Whether a receiver takes the same key once: then each recipient gets it exactly once, otherwise at least once, and the ledger says which. */
  readonly keepsOnce: boolean
  /** At most so many at a time. */
  readonly inFlight: number
  send(delivery: Delivery, signal: AbortSignal): Promise<Outcome>
  /** One letter that is no warning, such as the question whether an address is right; only by e-mail. */
  sendLetter?(letter: PlainLetter, signal: AbortSignal): Promise<Outcome>
  /** Receipts that come later, by the name that `send` gave. */
  onReceipt?(listener: (receipt: string, outcome: "delivered" | "refused") => void | Promise<void>): void
  /** For gateways that tell by HTTP what became of it: `POST /hooks/channels/{secret}` asks each open plug-in whose it is. */
  readonly callback?: Callback
  close(): Promise<void>
}

/** What a gateway tells later. The secret of its path is the only proof that it is the gateway, so it is compared in constant time. */
export interface Callback {
  isFor(secret: string): boolean
  /** False for what it does not understand, or does not know. */
  take(told: CallbackBody): Promise<boolean>
}
/** The body of a callback: parsed JSON, or the fields of a form. */
export type CallbackBody = Readonly<Record<string, unknown>>

/**
 * What one folder `channels/<kind>/` exports, and `channels/kinds.ts` lists: how an engineer configures the kind, and how it is
 * opened. It is opened anew when its row changes, and only in a world that may send.
 *
 * The console asks for settings and secrets by their names, with the words `channels:setting.<name>`.
 *
 * `recipients`: *residents* are read from the subscriptions, *roster* is rung by the roster itself; *areas* has one recipient for each area of the
 * message that the channel serves; *one* is the target of its settings.
 */
export interface PlugInKind<S = unknown, K = unknown> {
  readonly kind: ChannelKind
  readonly recipients: "residents" | "roster" | "areas" | "one"
  /** Readable by those who may configure channels: no secret, no address of a person. */
  readonly settings: z.ZodType<S>
  /** Write-only, sealed at rest. `z.strictObject({})` for a kind without. */
  readonly secrets: z.ZodType<K>
  /** Throws when it cannot work with these settings; the channel is then shown as down, with the message's code. */
  open(configured: { readonly settings: S; readonly secrets: K; readonly tools: ChannelTools }): ChannelPlugIn
}

/** What the city hands to a plug-in. */
export interface ChannelTools {
  /** Where residents find this city, without a slash at the end. */
  readonly publicUrl: string
  readonly dataFolder: string
  readonly now: () => Date
}

import { createHash } from "node:crypto"
import type { ChannelMessage } from "../plug-in.ts"

/** 4,096 bytes is what every push service takes (RFC 8030, 7.2); encryption adds 103 (RFC 8291). */
const PAYLOAD_MAX_BYTES = 3_900
/** Longer is kept by no push service. */
const TTL_MAX_S = 28 * 86_400

/**
 * What the page's service worker gets, as JSON. A text too long for a message is cut; the page behind `page` has all of it.
 */
export function noticeOf({
  purpose,
  status,
  event,
  code,
  hazard,
  level,
  urgency,
  language,
  headline,
  text,
  page,
  expires,
}: ChannelMessage): Buffer {
  const whole = { purpose, status, event, code, hazard, level, urgency, language, headline, text, page, expires }
  for (let words = text; ; words = `${words.slice(0, Math.floor(words.length * 0.9)).replace(/…$|[\uD800-\uDBFF]$/, "")}…`) {
    const bytes = Buffer.from(JSON.stringify({ ...whole, text: words }))
    if (bytes.length <= PAYLOAD_MAX_BYTES || words.length < 2) return bytes
  }
}

/** How a push service treats it (RFC 8030, 5.2-5.4): kept until it runs out, woken up for what is urgent, replaced by its update. */
export function noticeHeaders({ purpose, event, level, urgency, expires }: ChannelMessage, now: Date): Record<string, string> {
  const leftS = Math.floor((expires.getTime() - now.getTime()) / 1_000)
  const isUrgent = urgency === "Immediate" || level === "orange" || level === "red"
  return {
    TTL: String(Math.min(TTL_MAX_S, Math.max(0, leftS))),
    Urgency: purpose === "test" ? "low" : isUrgent ? "high" : "normal",
    // At most 32 characters of base64url.
    Topic: createHash("sha256").update(event).digest("base64url").slice(0, 32),
  }
}

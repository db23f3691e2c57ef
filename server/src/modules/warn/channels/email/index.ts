import { setTimeout as wait } from "node:timers/promises"
import nodemailer from "nodemailer"
import { z } from "zod"
import { failedConnection } from "../failure.ts"
import type { ChannelTools, Delivery, Outcome, PlugInKind } from "../plug-in.ts"
import { letterOf } from "./letter.ts"

const CONNECTIONS_MAX = 4
/** As many as the connections, and a few more that are ready when one is free. */
const IN_FLIGHT = 8
const CONNECT_MS = 10_000
/** A mail server that looks a name up, or greets slowly to keep senders of spam away. */
const ANSWER_MS = 60_000

const Settings = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,200}$/),
  port: z.int().min(1).max(65_535).default(587),
  /** `starttls` never goes on in plain text; `none` is for a server on this machine or line. */
  tls: z.enum(["starttls", "implicit", "none"]).default("starttls"),
  user: z.string().max(200).default(""),
  /** The address of the city, such as `warnings@city.example`. */
  from: z.email(),
  from_name: z.string().max(100).default(""),
})
const Secrets = z.strictObject({ password: z.string().max(1_000).optional() })

/** E-mail over SMTP (RFC 5321), a letter for each recipient. */
export const emailKind: PlugInKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: "email",
  recipients: "residents",
  settings: Settings,
  secrets: Secrets,
  open: ({ settings, secrets, tools }) => {
    const { host, port, tls, user, from, from_name } = settings
    const transport = nodemailer.createTransport({
      ...{ pool: true, host, port, maxConnections: CONNECTIONS_MAX, maxMessages: 1_000 },
      ...{ secure: tls === "implicit", requireTLS: tls === "starttls", ignoreTLS: tls === "none" },
      ...(user !== "" && { auth: { user, pass: secrets.password ?? "" } }),
      ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: ANSWER_MS },
      // Nothing in a letter is read from a disk or an address.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    })
    const sender = { name: from_name, address: from }
    return {
      kind: "email",
      // A server takes the same letter twice; most mailboxes show one Message-ID once.
      keepsOnce: false,
      inFlight: IN_FLIGHT,
      send: (delivery, signal) => {
        const sending = transport.sendMail(mailOf(delivery, { sender, tools })).then(accepted, failedMail)
        return Promise.race([sending, broken(signal)])
      },
      sendLetter: ({ to, language, subject, text }, signal) => {
        const headers = { "Auto-Submitted": "auto-generated", "Content-Language": language }
        const mail = { from: sender, to: { name: "", address: to }, subject, text, headers, date: tools.now() }
        return Promise.race([transport.sendMail(mail).then(accepted, failedMail), broken(signal)])
      },
      close: async () => transport.close(),
    }
  },
}

function mailOf(
  delivery: Delivery,
  { sender, tools }: { readonly sender: { name: string; address: string }; readonly tools: ChannelTools },
) {
  const { subject, text, html, messageId, references, headers } = letterOf(delivery, tools.publicUrl)
  return {
    ...{ from: sender, to: { name: "", address: delivery.address }, subject, text, html },
    ...{ messageId, references, inReplyTo: references, headers, date: tools.now() },
  }
}

const accepted = (): Outcome => ({ result: "accepted" })

/** Resolves when nobody waits any more. The letter may still be taken. */
async function broken(signal: AbortSignal): Promise<Outcome> {
  await wait(2 ** 31 - 1, undefined, { signal, ref: false }).catch(() => {})
  return { result: "retry", reason: "timed-out" }
}

/** What a server says of a mailbox that is not there, and will not be (RFC 3463, 3.2). */
const NO_MAILBOX = /\b5\.1\.(1|2|3|6|10)\b/
/** What it says to the recipient and to the letter; before them it speaks of us, and that may be mended while the letter waits. */
const ABOUT_THE_LETTER: readonly (string | undefined)[] = ["RCPT TO", "DATA"]

/** RFC 5321, 4.2.1: 4 is for now, 5 for ever. An address is forgotten only when the server names the mailbox as the reason. */
function failedMail(error: unknown): Outcome {
  const { code, command, responseCode, response } = error as Failure
  if (code === undefined) return failedConnection(error)
  if (code === "EAUTH") return { result: "retry", reason: "not-authorized" }
  if (responseCode !== undefined && ABOUT_THE_LETTER.includes(command)) {
    if (responseCode < 500) return { result: "retry", reason: "throttled" }
    if (command !== "RCPT TO") return { result: "refused", reason: "refused" }
    const isGone = NO_MAILBOX.test(response ?? "")
    return isGone ? { result: "refused", reason: "address", gone: true } : { result: "refused", reason: "refused" }
  }
  // The library itself found no address to write to.
  if (code === "EENVELOPE" && responseCode === undefined) return { result: "refused", reason: "address", gone: true }
  return { result: "retry", reason: code === "ETIMEDOUT" ? "timed-out" : "no-connection" }
}

interface Failure {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
}

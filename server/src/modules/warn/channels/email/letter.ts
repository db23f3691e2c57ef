import { createHash } from "node:crypto"
import type { Level } from "@holdfast/contracts"
import { wordsIn } from "@holdfast/words"
import { type Html, html } from "../../../../platform/html/index.ts"
import type { Delivery } from "../plug-in.ts"

/** Mailboxes show no drawings of ours, and many no colours: the shapes of the levels as characters, and their bars. */
const marks: Readonly<Record<Level, string>> = { blue: "● ▮", yellow: "▲ ▮▮", orange: "◆ ▮▮▮", red: "■ ▮▮▮▮" }

export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly messageId: string
  /** The same for all letters about an event, also the first: mailboxes fold by it. */
  readonly references: string
  readonly headers: Readonly<Record<string, string>>
}

/** A message as a letter: what, do, where, until in plain text and in simple HTML, and how to end it in one tap. */
export function letterOf(
  { key, message, subscription }: Pick<Delivery, "key" | "message" | "subscription">,
  publicUrl: string,
): Letter {
  const { headline, text, page, level, language, event } = message
  const words = wordsIn(language)
  const { hostname } = new URL(publicUrl)
  const mark = `${marks[level]} ${words(`warn:levels.${level}`)}`
  const id = (name: string) => `<${createHash("sha256").update(name).digest("hex").slice(0, 32)}@${hostname}>`
  const ending = subscription ? [words("channels:mail.why"), `${words("channels:mail.settings")}: ${subscription}`] : []
  return {
    subject: headline,
    text: [mark, headline, "", text, "", `${words("channels:mail.page")}: ${page}`, "", ...ending].join("\n").trimEnd(),
    html: bodyOf({ message, mark, subscription }).text,
    messageId: id(`delivery ${key}`),
    references: id(`event ${event}`),
    headers: {
      "Auto-Submitted": "auto-generated",
      "Content-Language": language,
      ...(subscription && {
        "List-Unsubscribe": `<${subscription}/unsubscribe>`,
        // RFC 8058: the mailbox itself posts, without a page in between.
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
    },
  }
}

function bodyOf({
  message: { headline, text, page, language },
  mark,
  subscription,
}: Pick<Delivery, "message" | "subscription"> & { readonly mark: string }): Html {
  const words = wordsIn(language)
  const paragraphs = text.split(/\n+/).map((line) => html`<p>${line}</p>`)
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${headline}</title></head>
<body style="font-family: sans-serif; font-size: 18px; line-height: 1.6; max-width: 36em">
<p style="border: 2px solid; padding: 4px 12px; display: inline-block"><strong>${mark}</strong></p>
<h1 style="font-size: 24px; line-height: 1.3">${headline}</h1>
${paragraphs}
<p><a href="${page}">${words("channels:mail.page")}</a></p>
${subscription && html`<hr><p style="font-size: 14px">${words("channels:mail.why")} <a href="${subscription}">${words("channels:mail.settings")}</a></p>`}
</body></html>`
}

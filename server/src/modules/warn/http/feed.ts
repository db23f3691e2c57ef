import { languages, wordsIn } from "@holdfast/words"
import type { WarnContext } from "../context.ts"
import { listMessages } from "../store/message-store.ts"
import { listWarningsById } from "../store/warning-store.ts"

/** Readers of the feed come back every minute or so; a night with more messages than this is read from the files. */
const ENTRIES_MAX = 50

/** The feed of CAP messages (Atom, RFC 4287), newest first; each entry leads to the message as it was sent. */
export async function renderFeed(context: WarnContext): Promise<string> {
  const { world, publicUrl, city } = context
  const messages = await listMessages(world.db.query, ENTRIES_MAX)
  const warnings = await listWarningsById(world.db.query, [...new Set(messages.map(({ warning }) => warning))])
  const byId = new Map(warnings.map((warning) => [warning.id, warning]))
  const title = languages.map((language) => `${city[language]} ${wordsIn(language)("warn:feed.title")}`).join(" · ")
  const updated = messages[0]?.sentAt ?? world.clock.now()
  const entries = messages.map(({ identifier, sentAt, msgType, warning: id }) => {
    const warning = byId.get(id)!
    const texts = msgType === "Cancel" && warning.retraction ? warning.retraction : warning.texts
    const address = escape(`${publicUrl}/cap/alerts/${identifier}.xml`)
    return `<entry>
<id>${address}</id>
<title>${escape(languages.map((language) => texts[language].headline).join(" · "))}</title>
<updated>${sentAt.toISOString()}</updated>
<published>${sentAt.toISOString()}</published>
<link rel="alternate" type="application/cap+xml" href="${address}"/>
<summary>${escape(languages.map((language) => texts[language].instruction).join(" · "))}</summary>
</entry>
`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escape(`${publicUrl}/cap/feed.atom`)}</id>
<title>${escape(title)}</title>
<updated>${updated.toISOString()}</updated>
<author><name>${escape(languages.map((language) => city[language]).join(" · "))}</name></author>
<link rel="self" type="application/atom+xml" href="${escape(`${publicUrl}/cap/feed.atom`)}"/>
${entries.join("")}</feed>
`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

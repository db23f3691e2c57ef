import { languages, wordsIn } from "@holdfast/words"
import type { WarnContext } from "../context.ts"
import { listCorrections } from "../store/correction-store.ts"
import { listMessages } from "../store/message-store.ts"
import { listWarningsById } from "../store/warning-store.ts"

/** Readers of the feed come back every minute or so; a night with more messages than this is read from the files. */
const ENTRIES_MAX = 50

export type FeedContext = Pick<WarnContext, "world" | "publicUrl" | "city">

interface FeedEntry {
  /** Of the CAP message as it was sent. */
  readonly address: string
  readonly title: string
  readonly summary: string
  readonly sentAt: Date
}

/** Newest first. */
async function readFeed({
  world,
  publicUrl,
  city,
}: FeedContext): Promise<{ title: string; updated: Date; entries: FeedEntry[] }> {
  const messages = await listMessages(world.db.query, ENTRIES_MAX)
  const warnings = await listWarningsById(world.db.query, [...new Set(messages.map(({ warning }) => warning))])
  const corrections = await listCorrections(
    world.db.query,
    warnings.map(({ id }) => id),
  )
  const corrected = new Map(corrections.map(({ identifier, texts }) => [identifier, texts]))
  const byId = new Map(warnings.map((warning) => [warning.id, warning]))
  const title = languages.map((language) => `${city[language]} ${wordsIn(language)("warn:feed.title")}`).join(" · ")
  const updated = messages[0]?.sentAt ?? world.clock.now()
  const entries = messages.map(({ identifier, sentAt, msgType, warning: id }) => {
    const warning = byId.get(id)!
    const texts = msgType === "Cancel" && warning.retraction ? warning.retraction : (corrected.get(identifier) ?? warning.texts)
    return {
      address: `${publicUrl}/cap/alerts/${identifier}.xml`,
      title: languages.map((language) => texts[language].headline).join(" · "),
      summary: languages.map((language) => texts[language].instruction).join(" · "),
      sentAt,
    }
  })
  return { title, updated, entries }
}

/** The feed of CAP messages (Atom, RFC 4287), newest first; each entry leads to the message as it was sent. */
export async function renderFeed(context: FeedContext): Promise<string> {
  const { publicUrl, city } = context
  const { title, updated, entries } = await readFeed(context)
  const shown = entries.map(
    (entry) => `<entry>
<id>${escape(entry.address)}</id>
<title>${escape(entry.title)}</title>
<updated>${entry.sentAt.toISOString()}</updated>
<published>${entry.sentAt.toISOString()}</published>
<link rel="alternate" type="application/cap+xml" href="${escape(entry.address)}"/>
<summary>${escape(entry.summary)}</summary>
</entry>
`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escape(`${publicUrl}/cap/feed.atom`)}</id>
<title>${escape(title)}</title>
<updated>${updated.toISOString()}</updated>
<author><name>${escape(languages.map((language) => city[language]).join(" · "))}</name></author>
<link rel="self" type="application/atom+xml" href="${escape(`${publicUrl}/cap/feed.atom`)}"/>
${shown.join("")}</feed>
`
}

/** The same as RSS 2.0, for readers that know no Atom. */
export async function renderRss(context: FeedContext): Promise<string> {
  const { title, updated, entries } = await readFeed(context)
  const shown = entries.map(
    (entry) => `<item>
<title>${escape(entry.title)}</title>
<link>${escape(entry.address)}</link>
<guid isPermaLink="true">${escape(entry.address)}</guid>
<pubDate>${entry.sentAt.toUTCString()}</pubDate>
<description>${escape(entry.summary)}</description>
</item>
`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escape(title)}</title>
<link>${escape(`${context.publicUrl}/`)}</link>
<description>${escape(title)}</description>
<lastBuildDate>${updated.toUTCString()}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${escape(`${context.publicUrl}/cap/feed.rss`)}"/>
${shown.join("")}</channel>
</rss>
`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

import type { OutsideAlert } from "@holdfast/contracts"
import { languages, wordsIn } from "@holdfast/words"
import { type Html, html } from "../../platform/html/index.ts"
import type { PublicOptions } from "../page-context.ts"
import { wordsOf } from "./line-others.ts"

type Options = Pick<PublicOptions, "world" | "publicUrl" | "city">

/**
 * Alerts of others that are in force here (Atom, RFC 4287), newest first: each says whose it is and that it is passed on, and leads to
 * the message exactly as it came.
 */
export function renderOthersFeed({ world, publicUrl, city }: Options, alerts: readonly OutsideAlert[]): string {
  const self = `${publicUrl}/cap/others.atom`
  const updated = alerts[0]?.receivedAt ?? world.clock.now().toISOString()
  const title = inBoth((language) => `${city[language]} ${wordsIn(language)("public:others.feed")}`)
  return html`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${self}</id>
<title>${title}</title>
<updated>${updated}</updated>
<author><name>${inBoth((language) => city[language])}</name></author>
<link rel="self" type="application/atom+xml" href="${self}"/>
${alerts.map((alert) => entryOf(alert, { publicUrl, city }))}</feed>
`.text.replace(/^/, '<?xml version="1.0" encoding="UTF-8"?>\n')
}

function entryOf(alert: OutsideAlert, { publicUrl, city }: Pick<Options, "publicUrl" | "city">): Html {
  const address = `${publicUrl}/cap/others/${alert.id}.xml`
  const issuer = inBoth((language) => alert.publisher[language])
  const { headline, event, language: own } = wordsOf(alert, "en")
  const mark = inBoth((language) =>
    wordsIn(language)("public:others.relayed", { issuer: alert.publisher[language], city: city[language] }),
  )
  return html`<entry>
<id>${address}</id>
<title xml:lang="${own}">${`[${issuer}] ${headline || event}`}</title>
<updated>${alert.receivedAt}</updated>
<published>${alert.sentAt}</published>
<author><name>${issuer}</name></author>
<category term="relayed"/>
<link rel="alternate" type="application/cap+xml" href="${address}"/>
${alert.link && html`<link rel="via" href="${alert.link}"/>\n`}<summary>${mark}</summary>
</entry>
`
}

const inBoth = (say: (language: (typeof languages)[number]) => string) => languages.map(say).join(" · ")

import type { Warning } from "@holdfast/contracts"
import { type Html, html } from "../platform/html/index.ts"
import { joinNames, type Making } from "./page-context.ts"
import { whatChanged } from "./what-changed.ts"

/** What an update says otherwise, item by item; nothing where nothing is known to have changed. */
export function changesList(before: Warning, now: Warning, { view: { language }, words, formats }: Making): Html | undefined {
  const { level, added, removed, until, newSteps, goneSteps, rewritten, described } = whatChanged(before, now, language)
  const names = (areas: typeof added) =>
    joinNames(
      areas.map(({ name }) => name),
      language,
    )
  const said = [
    level && words("subscribe:changed.level", { from: words(`warn:levels.${level.from}`), to: words(`warn:levels.${level.to}`) }),
    added.length > 0 && words("subscribe:changed.added", { areas: names(added) }),
    removed.length > 0 && words("subscribe:changed.removed", { areas: names(removed) }),
    until && words("subscribe:changed.until", { from: formats.dateTime(until.from), to: formats.dateTime(until.to) }),
    ...newSteps.map((step) => words("subscribe:changed.step", { step })),
    ...goneSteps.map((step) => words("subscribe:changed.gone", { step })),
    rewritten && words("subscribe:changed.rewritten"),
    described && words("subscribe:changed.described"),
  ].filter((one) => typeof one === "string")
  if (said.length === 0) return undefined
  const title = words("subscribe:changed.title", { code: before.code, at: formats.time(new Date(now.sentAt!)) })
  return html`<details class="changed"><summary>${title}</summary><ul>${said.map((one) => html`<li>${one}</li>`)}</ul></details>`
}

import type { Warning } from "@holdfast/contracts"
import type { PublicWarning } from "../modules/warn/index.ts"
import { type Html, html } from "../platform/html/index.ts"
import { changesList } from "./changes-list.ts"
import type { Card } from "./fold-events.ts"
import { levelMark } from "./level-mark.ts"
import { type Making, namesOf } from "./page-context.ts"
import { resourcesList } from "./resources-list.ts"
import { wordOf } from "./word-of.ts"

/**
 * One warning in force: what, do, where, until. The reason stands behind "why", so that what to do comes first. The same words for
 * neighbours are the same card. Two more buttons come from the script.
 *
 * @param options.after what else belongs to it on this page
 */
export function cardInForce(
  { first, others, headline, instruction }: Card,
  making: Making,
  { open, after }: { readonly open: boolean; readonly after?: Html | undefined },
): Html {
  const { view, words, link } = making
  const { warning } = first
  const all = [first, ...others]
  const text = warning.texts[view.language]
  return html`<section class="card in-force level-${warning.level}" data-events="${all.map(({ event }) => event).join(" ")}" data-codes="${all.map((one) => one.warning.code).join(" ")}" data-level="${warning.level}">
<h2>${levelMark({ level: warning.level, state: "in-force", sizePx: 36 })} <span>${headline}</span></h2>
<p class="state">${words(`warn:levels.${warning.level}`)} · ${words("public:card.inForce")} · ${warning.code}${others.map((one) => html`, <a href="${link(`/warnings/${one.warning.code}`)}">${one.warning.code}</a>`)}</p>
${whatToDo(instruction)}
${whereAndUntil(
  all.map((one) => one.warning),
  making,
)}
${resourcesList(
  all.flatMap((one) => one.warning.resources),
  making,
)}
${all.map((one) => wordOf(one, making))}
${all.map((one) => one.before && changesList(one.before, one.warning, making))}
${open ? html`<h3>${words("public:card.what")}</h3>${paragraph(text.description)}` : html`<details><summary>${words("public:card.why")}</summary>${reason(first, making)}</details>`}
${after}
</section>`
}

/** Why, and the way to everything. */
function reason({ warning }: PublicWarning, { view, words, link }: Making): Html {
  return html`${paragraph(beginOf(warning.texts[view.language].description))}<p><a href="${link(`/warnings/${warning.code}`)}">${words("public:card.details")}</a></p>`
}

/** One that has ended, with what was said at its end; never only "over". */
export function cardEnded({ warning, ending }: PublicWarning, making: Making): Html {
  const { view, words, formats, link } = making
  const was = warning.texts[view.language]
  const said = ending?.[view.language]
  const at = warning.endedAt ? formats.dateTime(new Date(warning.endedAt)) : ""
  const how = endOf(warning)
  return html`<section class="card ended">
<h2>${how === "lifted" && levelMark({ state: "lifted" })} <span>${said?.headline ?? was.headline}</span></h2>
<p class="state">${words(`public:card.${how}`, { at })} · ${warning.code}</p>
${said && html`${paragraph(beginOf(said.description))}${paragraph(beginOf(said.instruction))}`}
<p class="quiet">${namesOf([warning], view.language)} · <a href="${link(`/warnings/${warning.code}`)}">${words("public:card.details")}</a></p>
</section>`
}

/** One line for a warning that applies elsewhere. */
export function lineInForce({ warning }: PublicWarning, { view, words, link }: Making): Html {
  const areas = namesOf([warning], view.language)
  return html`<li>${levelMark({ level: warning.level, state: "in-force", sizePx: 24 })} <a href="${link(`/warnings/${warning.code}`)}">${warning.texts[view.language].headline}</a> <span class="quiet">${words(`warn:levels.${warning.level}`)} · ${areas}</span></li>`
}

/** One line for a warning that has ended. */
export function lineEnded({ warning, ending }: PublicWarning, { view, words, formats, link }: Making): Html {
  const said = (ending ?? warning.texts)[view.language]
  const at = formats.shortDateTime(new Date(warning.endedAt!))
  return html`<li><a href="${link(`/warnings/${warning.code}`)}">${said.headline}</a> <span class="quiet">${words(`public:card.${endOf(warning)}`, { at })}</span></li>`
}

function endOf({ state }: Warning): "lifted" | "retracted" | "updated" | "expired" {
  return state === "lifted" || state === "updated" ? state : state === "sent-in-error" ? "retracted" : "expired"
}

function whatToDo(instruction: string): Html {
  const [first = "", ...rest] = linesOf(instruction)
  return html`<p class="lead">${first}</p>${rest.length > 0 && html`<ol>${rest.map((line) => html`<li>${line}</li>`)}</ol>`}`
}

function whereAndUntil(all: readonly Warning[], { view, words, formats }: Making): Html {
  // Those that were sent and end together are one line.
  const lines = [...Map.groupBy(all, ({ sentAt, expires }) => `${sentAt} ${expires}`).values()].map((group) => {
    const { sentAt, expires } = group[0]!
    return html`<p class="facts">${words("public:card.where")}<strong>${namesOf(group, view.language)}</strong><br>
${words("public:card.sent", { at: formats.dateTime(new Date(sentAt!)) })} · <strong>${words("public:card.until", { at: formats.dateTime(new Date(expires)) })}</strong> <span class="quiet">${words("public:card.zone", { zone: formats.zone(new Date(sentAt!)) })}</span></p>`
  })
  return html`${lines}`
}

/** On a page with several warnings; the whole text stands on the page of its own, one link below. */
const BEGIN_MAX = 200

function beginOf(text: string): string {
  return text.length <= BEGIN_MAX ? text : `${text.slice(0, BEGIN_MAX)}…`
}

/** The lines of one text stay together. */
export function paragraph(text: string): Html {
  return html`<p>${linesOf(text).map((line, i) => html`${i > 0 && html`<br>`}${line}`)}</p>`
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
}

import { readFileSync } from "node:fs"
import { type Language, languageNames, languages, wordsIn } from "@holdfast/words"
import { Html, html } from "../../platform/html/index.ts"
import type { ReplayReport } from "../report.ts"
import { type Chart, type Column, chartOf } from "./chart.ts"
import { chartSvg } from "./chart-svg.ts"

const tokens = readFileSync(new URL("../../../../web/src/ui/tokens.css", import.meta.url), "utf8")
const style = readFileSync(new URL("./replay-page.css", import.meta.url), "utf8")

/**
 * A replay as one file that needs nothing else: the curve, what the rules would have sent, what the city really issued, and the
 * same as tables. Both languages, `first` on top.
 */
export function replayPage(report: ReplayReport, first: Language): string {
  const ordered = [first, ...languages.filter((language) => language !== first)]
  return html`<!doctype html>
<html lang="${first}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${wordsIn(first)("packs:replay.page.title")}</title>
<style>${new Html(tokens + style)}</style>
</head>
<body>
<nav>${ordered.map((language) => html`<a href="#${language}" lang="${language}">${languageNames[language]}</a> `)}</nav>
<main>${ordered.map((language) => article(report, language))}</main>
</body>
</html>
`.text
}

function article(report: ReplayReport, language: Language): Html {
  const words = wordsIn(language)
  const page = (key: string) => words(`packs:replay.page.${key}`)
  const chart = chartOf(report, words)
  const { rows, repeated, outOfOrder, missingValues: missing } = report.read
  return html`<article id="${language}" lang="${language}">
<h1>${page("title")}</h1>
<p>${chart.columns[0]?.time} – ${chart.columns.at(-1)?.time}, UTC+8</p>
<p>${page("about")}</p>
${report.kind === "air" && html`<p>${page(report.basis)}</p>`}
<p>${words("packs:replay.read", { rows, stations: report.stations.length, repeated, outOfOrder, missing })}
${words("packs:replay.raised", { signals: report.signals.length, warnings: report.warnings.length })}</p>
<h2>${chart.title}</h2>
${chartSvg(chart)}
<h2>${page("warnings")}</h2>
${warningTable(report, page, (level) => words(`packs:replay.level.${level}`), words("packs:replay.goesOn"))}
<h2>${page("table")}</h2>
${columnTable(chart, page)}
</article>`
}

type Page = (key: string) => string

function warningTable(report: ReplayReport, page: Page, word: (level: string) => string, goesOn: string): Html {
  const issued = report.kind === "air" ? report.issued : []
  return html`<table>
<thead><tr><th scope="col">${page("who")}</th><th scope="col">${page("level")}</th><th scope="col">${page("area")}</th><th scope="col">${page("from")}</th><th scope="col">${page("until")}</th></tr></thead>
<tbody>
${report.warnings.map(
  ({ level, area, sent, ended }) =>
    html`<tr><td>${page("byRules")}</td><td>${word(level)}</td><td>${area}</td><td>${clock(sent)}</td><td>${ended === null ? goesOn : clock(ended)}</td></tr>`,
)}
${issued.map(
  ({ level, from, until, source }) =>
    html`<tr><td class="wide">${page("issued")} · <span lang="en">${source}</span></td><td>${word(level)}</td><td></td><td>${clock(from)}</td><td>${clock(until)}</td></tr>`,
)}
</tbody></table>`
}

/** Everything the picture says. Hours without rain, and nothing in force, say nothing. */
function columnTable(chart: Chart, page: Page): Html {
  const said = chart.columns
    .map((column) => ({ column, inForce: inForce(chart, column) }))
    .filter(({ column, inForce }) => column.value !== 0 || inForce.some((word) => word !== ""))
  const rows = chart.rows.length <= 2
  return html`<table>
<thead><tr><th scope="col">${page("time")}</th><th scope="col">${page("value")}</th><th scope="col">${page("meaning")}</th>${
    rows ? chart.rows.map(({ label }) => html`<th scope="col">${label}</th>`) : html`<th scope="col">${page("byRules")}</th>`
  }</tr></thead>
<tbody>
${said.map(
  ({ column: { time, value, meaning }, inForce }) =>
    html`<tr><td>${time}</td><td class="figure">${value ?? "?"}</td><td>${value === 0 ? "" : meaning}</td>${
      rows ? inForce.map((word) => html`<td>${word}</td>`) : html`<td>${namedRows(chart, inForce)}</td>`
    }</tr>`,
)}
</tbody></table>`
}

function inForce(chart: Chart, { fromMs, untilMs }: Column): string[] {
  return chart.rows.map(({ bands }) =>
    [...new Set(bands.filter((band) => band.fromMs < untilMs && band.untilMs > fromMs).map(({ word }) => word))].join(", "),
  )
}

function namedRows({ rows }: Chart, inForce: readonly string[]): string {
  return inForce.flatMap((word, index) => (word ? [`${rows[index]!.label} ${word}`] : [])).join("; ")
}

function clock(local: string): string {
  return local.slice(0, 16).replace("T", " ")
}

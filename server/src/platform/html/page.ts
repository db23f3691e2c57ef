import { readFileSync } from "node:fs"
import { type Language, languageNames, wordsIn } from "@holdfast/words"
import { Html, html } from "./html.ts"

export interface Page {
  readonly language: Language
  /** The address of this page without its query, to switch the language in place. */
  readonly path: string
  /** What else the address says: a switch of language or size keeps it. */
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly title: string
  readonly city: string
  readonly body: Html
  /** Another address of a page than its path and a query: of files that no server looks a query up for. */
  readonly addressOf?: ((path: string, view: { readonly language: Language; readonly large: boolean }) => string) | undefined
  /** Larger type and larger targets (大字). */
  readonly large?: boolean
  /**
   * A form on this page holds answers that a link would lose: language and size become buttons that send it to `action`, with
   * `go=stay`, and come back with everything in place.
   */
  readonly keep?: { readonly form: string; readonly action: string } | undefined
  /** In a drill every page carries the bar; its text says whose drill it is. */
  readonly drill?: string | undefined
}

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8")
/** Without the colours of maps and air charts, which these pages do not have, and without what only people read. */
const tokens = read("../../../../web/src/ui/tokens.css").replace(/^ *--(map|aqi)-.*\n/gm, "")
const style = (tokens + read("./public.css")).replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ")

/** Inside the page: a browser that finds none would ask for one more file. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%230A5A55'/%3E%3Cpath d='M16 4v12m0 0c0 6-5 6-8 12m8-12c0 6 5 6 8 12M16 16v12' stroke='%23fff' stroke-width='3' fill='none' stroke-linecap='round'/%3E%3C/svg%3E"

/** A whole public page: works without scripts, loads nothing else, and says the same in print. */
export function renderPage({
  language,
  path,
  query: given = {},
  title,
  city,
  body,
  large,
  drill,
  keep,
  addressOf,
}: Page): string {
  const words = wordsIn(language)
  const other: Language = language === "en" ? "zh-CN" : "en"
  const kept = Object.entries(given).map(([name, value]) => (value ? `&${new URLSearchParams({ [name]: value })}` : ""))
  const otherView = (label: string, query: string, lang?: Language) => {
    const at =
      addressOf?.(path, { language: lang ?? language, large: lang ? (large ?? false) : !large }) ??
      `${path}${query}${kept.join("")}`
    const speaks = lang && html` lang="${lang}"`
    if (!keep) return html`<a${speaks}${lang && html` hreflang="${lang}"`} href="${at}">${label}</a>`
    return html`<button class="view" form="${keep.form}" formaction="${keep.action}${query}" formnovalidate name="go" value="stay"${speaks}>${label}</button>`
  }
  const heading = drill ? `${words("public:drill.mark")} · ${title}` : title
  const page = html`<!doctype html>
<html lang="${language}"${large ? html` class="large"` : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading}</title>
<link rel="icon" href="${new Html(icon)}">
<link rel="alternate" type="application/atom+xml" href="/cap/feed.atom" title="CAP">
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#content">${words("public:skip")}</a>
${drill && html`<section class="drill" aria-label="演练 DRILL"><strong>演练 DRILL</strong> ${drill} · ${words("public:drill.nobody")}</section><div class="drill-paper" aria-hidden="true">演练 DRILL</div>`}
<header class="top">
<a class="home" href="${addressOf?.("/", { language, large: large ?? false }) ?? `/?lang=${language}${large ? "&size=large" : ""}`}">${city} ${words("public:home")}</a>
<nav aria-label="${words("public:view")}">${otherView(languageNames[other], `?lang=${other}${large ? "&size=large" : ""}`, other)}
${otherView(words(large ? "public:normal" : "public:large"), `?lang=${language}${large ? "" : "&size=large"}`)}</nav>
</header>
<main id="content">${body}</main>
</body>
</html>`
  return page.text
}

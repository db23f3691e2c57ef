import { readFileSync } from "node:fs"
import { type Language, languageNames, wordsIn } from "@holdfast/words"
import { Html, html } from "./html.ts"

export interface Page {
  readonly language: Language
  /** The address of this page without its query, to switch the language in place. */
  readonly path: string
  readonly title: string
  readonly city: string
  readonly body: Html
  /** Larger type and larger targets (大字). */
  readonly large?: boolean
  /** In a drill every page carries the bar; its text says whose drill it is. */
  readonly drill?: string | undefined
}

const tokens = readFileSync(new URL("../../../../web/src/ui/tokens.css", import.meta.url), "utf8")
const style = readFileSync(new URL("./public.css", import.meta.url), "utf8")

/** Inside the page: a browser that finds none would ask for one more file. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%230A5A55'/%3E%3Cpath d='M16 4v12m0 0c0 6-5 6-8 12m8-12c0 6 5 6 8 12M16 16v12' stroke='%23fff' stroke-width='3' fill='none' stroke-linecap='round'/%3E%3C/svg%3E"

/** A whole public page: works without scripts, loads nothing else, and says the same in print. */
export function renderPage({ language, path, title, city, body, large, drill }: Page): string {
  const words = wordsIn(language)
  const other: Language = language === "en" ? "zh-CN" : "en"
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
<style>${new Html(tokens + style)}</style>
</head>
<body>
<a class="skip" href="#content">${words("public:skip")}</a>
${drill && html`<section class="drill" aria-label="演练 DRILL"><strong>演练 DRILL</strong> ${drill} · ${words("public:drill.nobody")}</section>`}
<header class="top">
<a class="home" href="/?lang=${language}">${city} ${words("public:home")}</a>
<nav aria-label="${words("public:view")}"><a lang="${other}" hreflang="${other}" href="${path}?lang=${other}">${languageNames[other]}</a>
<a href="${path}?lang=${language}${large ? "" : "&size=large"}">${words(large ? "public:normal" : "public:large")}</a></nav>
</header>
<main id="content">${body}</main>
</body>
</html>`
  return page.text
}

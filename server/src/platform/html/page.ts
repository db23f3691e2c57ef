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
<link rel="alternate" type="application/atom+xml" href="/cap/feed.atom" title="CAP">
<style>${new Html(tokens + style)}</style>
</head>
<body>
<a class="skip" href="#content">${words("public:skip")}</a>
${drill && html`<p class="drill" role="note"><strong>演练 DRILL</strong> ${drill} · ${words("public:drill.nobody")}</p>`}
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

import { readFileSync } from "node:fs"
import { Html, html, renderPage } from "../platform/html/index.ts"
import { makingOf, type PublicOptions, stillAddress, type View } from "./page-context.ts"

const style = new Html(readFileSync(new URL("./warnings.css", import.meta.url), "utf8").replace(/\s+/g, " "))

/** A page of this face around its body: styles of warnings, the notice of a demonstration, and the script that only reloads. */
export function wholePage(
  options: PublicOptions,
  view: View,
  page: { readonly path: string; readonly title: string; readonly position: number; readonly body: Html },
): string {
  const { words } = makingOf(options, view)
  const body = html`<style>${style}</style>
<script src="/public.js" data-position="${page.position}"${view.still && html` data-still`} data-stop="${words("subscribe:stopListening")}" data-listen="${words("subscribe:listen")}" data-safe="${words("subscribe:safe.button")}" data-folded="${words("subscribe:safe.folded")}" data-show="${words("subscribe:safe.show")}" defer></script>
${options.world.kind === "demo" && html`<p class="quiet demo" role="note">${words("public:demo")}</p>`}
${page.body}`
  return renderPage({
    language: view.language,
    large: view.large,
    addressOf: view.still && stillAddress,
    city: options.city[view.language],
    path: page.path,
    title: page.title,
    drill: options.drill?.[view.language],
    body,
  })
}

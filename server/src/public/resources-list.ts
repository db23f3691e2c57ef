import { picturePath, type WarningResource } from "@holdfast/contracts"
import { type Html, html } from "../platform/html/index.ts"
import type { Making } from "./page-context.ts"

/** Pictures as they are, videos as links that say where they lead; each with what it says in words. The same one stands once. */
export function resourcesList(resources: readonly WarningResource[], { view, words }: Making): Html {
  const seen = new Map(resources.map((one) => [one.kind === "video" ? one.uri : one.picture, one]))
  return html`${[...seen.values()].map((one) => {
    const said = one.alternative[view.language]
    if (one.kind === "picture") {
      return html`<figure class="resource"><img src="${picturePath(one.picture)}" alt="" loading="lazy"><figcaption>${said}</figcaption></figure>`
    }
    const { host } = new URL(one.uri)
    return html`<p class="resource"><a href="${one.uri}" rel="noreferrer">${words("warn:resources.video")}</a> <span class="quiet">(${host})</span><br>${said}</p>`
  })}`
}

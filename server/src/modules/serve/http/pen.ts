import type { Formats, Words } from "@holdfast/words"
import { type Html, html } from "../../../platform/html/index.ts"
import type { Mistake } from "../domain/answers.ts"

/** What all pages of this module are written with. `query` keeps language and size from page to page. */
export interface Pen {
  readonly words: Words
  readonly formats: Formats
  readonly query: string
}

export interface District {
  readonly name: string
  readonly streets: readonly { readonly id: string; readonly name: string }[]
}

/** What is wrong, on top of the page, with a link to each field. */
export function mistakeList(words: Words, mistakes: readonly Mistake[]): Html | false {
  return (
    mistakes.length > 0 &&
    html`<div class="card mistakes" role="alert"><h2>${words("serve:report.mend")}</h2><ul>${mistakes.map(
      ({ field, mistake }) => html`<li><a href="#${field}">${words(`serve:mistakes.${mistake}`)}</a></li>`,
    )}</ul><p>${words("serve:report.kept")}</p></div>`
  )
}

/** The same again, at its field. */
export function mistakeAt(words: Words, mistakes: readonly Mistake[], field: Mistake["field"]): Html | undefined {
  const found = mistakes.find((one) => one.field === field)
  return found && html`<p class="problem" id="${field}-mistake">✕ ${words(`serve:mistakes.${found.mistake}`)}</p>`
}

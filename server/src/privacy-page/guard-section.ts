import type { Formats, Words } from "@holdfast/words"
import { type Html, html } from "../platform/html/index.ts"
import { thisBuild } from "./build.ts"
import { guardPointIds } from "./guard-points.ts"
import type { GuardResult } from "./guard-result.ts"

/** Every rule with what the last check of this build found, or plainly that nobody checked. */
export function guardSection(result: GuardResult | undefined, words: Words, formats: Formats): Html {
  const checked = result?.build === thisBuild ? result : undefined
  const points = guardPointIds.map((id) => ({ id, ok: checked?.points.find((point) => point.id === id)?.ok }))
  const failed = points.filter(({ ok }) => ok === false).length
  const complete = points.every(({ ok }) => ok !== undefined)
  return html`<p class="${failed > 0 || !complete ? "problem" : ""}">${summary()}</p>
<ul class="lines">${points.map(({ id, ok }) => html`<li>${mark(ok)} <strong>${word(ok)}</strong> ${words(`identity:guard.${id}`)}</li>`)}</ul>`

  function summary(): string {
    const command = "npm run guard"
    if (!result) return words("identity:privacy.guard.notRun", { command })
    const at = formats.dateTime(new Date(result.at))
    if (failed > 0) return words("identity:privacy.guard.failed", { at, failed, count: points.length })
    if (!complete) return words("identity:privacy.guard.otherBuild", { at, command })
    return words("identity:privacy.guard.passed", { at, count: points.length })
  }
  function word(ok: boolean | undefined): string {
    if (ok === undefined) return words("identity:privacy.guard.unchecked")
    return words(ok ? "identity:privacy.guard.holds" : "identity:privacy.guard.broken")
  }
}

function mark(ok: boolean | undefined): string {
  if (ok === undefined) return "?"
  return ok ? "✓" : "✕"
}

import { findNonXml } from "@holdfast/cap"
import type { WarningTexts } from "@holdfast/contracts"
import { languages } from "@holdfast/words"
import type { Actor } from "../../platform/log/index.ts"
import type { WarnContext } from "./context.ts"
import { textFields } from "./domain/coach/index.ts"
import { nextState, type WarningEvent, type WarningState } from "./domain/states.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { findMustsOf } from "./find-musts.ts"

/**
 * The state that follows. Throws `WARN_STATE` where the event cannot happen, and `WARN_OVERTAKEN` where that is because of what
 * happened to the warning that it was to lift.
 */
export function advance(warning: StoredWarning, event: WarningEvent): WarningState {
  const { discarded } = warning
  if (discarded && discarded !== "author") throw warnErrors.OVERTAKEN({ code: warning.code, why: discarded })
  const next = nextState[warning.state][event]
  if (!next) throw warnErrors.STATE({ code: warning.code, state: warning.state, event })
  return next
}

export function existing(warning: StoredWarning | undefined, id: string): StoredWarning {
  if (!warning) throw warnErrors.NOT_FOUND({ warning: id })
  return warning
}

/** Four eyes are counted by account, so whoever writes or approves must have one. */
export function withAccount(actor: Actor): { role: string; account: string } {
  if (!actor.account) throw warnErrors.NO_ACCOUNT({})
  return { role: actor.role, account: actor.account }
}

/** What a second person will be asked to approve is the work of one: nobody else changes it. */
export function assertAuthor(warning: StoredWarning, actor: Actor): void {
  if (warning.author.account !== withAccount(actor).account) throw warnErrors.NOT_AUTHOR({ code: warning.code })
}

/**
 * Words with characters that no CAP message can hold are never stored: who pasted them sees which and where. Throws `WARN_CHARACTER`.
 */
export function assertXml(texts: WarningTexts): void {
  for (const language of languages) {
    for (const field of textFields) {
      const character = findNonXml(texts[language][field])
      if (character) throw warnErrors.CHARACTER({ character, text: `${language} ${field}` })
    }
  }
}

export function assertNoMusts(context: Pick<WarnContext, "places" | "timeZone">, warning: StoredWarning, now: Date): void {
  const musts = findMustsOf(context, warning, now)
  if (musts.length === 0) return
  const codes = [...new Set(musts.map(({ code }) => code))].join(", ")
  throw warnErrors.MUSTS({ code: warning.code, count: musts.length, musts: codes })
}

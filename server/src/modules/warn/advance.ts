import type { Actor } from "../../platform/log/index.ts"
import { findMusts } from "./domain/musts.ts"
import { nextState, type WarningEvent, type WarningState } from "./domain/states.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"

/** The state that follows. Throws `WARN_STATE` where the event cannot happen. */
export function advance(warning: StoredWarning, event: WarningEvent): WarningState {
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

export function assertNoMusts(warning: StoredWarning, now: Date): void {
  const musts = findMusts(warning, now)
  if (musts.length === 0) return
  const codes = [...new Set(musts.map(({ code }) => code))].join(", ")
  throw warnErrors.MUSTS({ code: warning.code, count: musts.length, musts: codes })
}

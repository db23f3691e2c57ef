import type { CallsOfReader, WarningAuthority } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import { existing } from "../advance.ts"
import type { WarnContext } from "../context.ts"
import { findWarning, listWarningsById } from "../store/warning-store.ts"
import { unansweredFrom } from "./domain/ladder.ts"
import { authorityOf, isEntitled } from "./mode-of.ts"
import { listCalls, listCallsOf } from "./store/call-out-store.ts"
import { listEndingOf } from "./store/ending-store.ts"
import { listRequests } from "./store/request-store.ts"

/** Who may do what with a warning here, who was asked, and how the calls for an approver stand. Throws `WARN_NOT_FOUND`. */
export async function readAuthority(context: WarnContext, actor: Actor, id: string): Promise<WarningAuthority> {
  const { world, people } = context
  const warning = existing(await findWarning(world.db.query, id), id)
  const entry = authorityOf(context, warning)
  const waits = warning.state === "submitted" ? warning.submittedAt : null
  const calls = warning.submittedAt ? await listCalls(world.db.query, id, warning.submittedAt) : []
  const names = await people.names(calls.map(({ account }) => account))
  const shown = entry && {
    mode: entry.mode,
    issuer: entry.issuer,
    why: entry.why,
    writes: entry.writes,
    approves: entry.approves,
    contact: entry.contact,
  }
  return {
    mode: entry?.mode ?? "issue",
    entry: shown ?? null,
    mayWrite: isEntitled(context, "writes", actor, warning),
    mayApprove: isEntitled(context, "approves", actor, warning),
    original: warning.original,
    requests: (await listRequests(world.db.query, id)).map((request) => ({
      id: request.id,
      issuer: request.issuer,
      askedAt: request.askedAt.toISOString(),
      askedByRole: request.role,
    })),
    calls: calls.map(({ step, role, account, dueAt, calledAt }) => ({
      step,
      role,
      name: names.get(account) ?? null,
      dueAt: dueAt.toISOString(),
      calledAt: calledAt?.toISOString() ?? null,
    })),
    aloneFrom: waits && warning.kind === "warning" ? unansweredFrom(waits).toISOString() : null,
  }
}

/** What calls this account now: warnings that it is called to approve, and its own that end soon. */
export async function readCalls({ world }: Pick<WarnContext, "world">, account: string): Promise<CallsOfReader> {
  const db = world.db.query
  const calls = await listCallsOf(db, account)
  const warnings = new Map(
    (
      await listWarningsById(
        db,
        calls.map(({ warning }) => warning),
      )
    ).map((one) => [one.id, one]),
  )
  const ending = await listEndingOf(db, account, world.clock.now())
  return {
    approve: calls.flatMap(({ warning: id, calledAt }) => {
      const warning = warnings.get(id)
      if (!warning) return []
      const { code, level, texts, areas } = warning
      const headline = { "zh-CN": texts["zh-CN"].headline, en: texts.en.headline }
      return [{ warning: id, code, level, headline, areas: [...areas], calledAt: calledAt.toISOString() }]
    }),
    ending: (await listWarningsById(db, ending)).map(({ id, code, level, texts, expires }) => ({
      warning: id,
      code,
      level,
      headline: { "zh-CN": texts["zh-CN"].headline, en: texts.en.headline },
      expires: expires.toISOString(),
    })),
  }
}

import type { RosterBoard } from "@holdfast/contracts"
import { mayAct } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import type { RosterContext } from "./context.ts"
import { listCalls } from "./store/call-store.ts"

/** The posts that are called about a warning, as far as they lie in the areas of whoever asks. */
export async function showBoard(
  { world, channels, findArea }: RosterContext,
  actor: Actor,
  warning: string,
): Promise<RosterBoard> {
  const calls = (await listCalls(world.db.query, warning)).filter(({ area }) => mayAct(actor, "read-operations", [area]))
  return {
    rings: channels !== undefined && channels.ways().length > 0,
    answered: calls.filter(({ state }) => state === "answered").length,
    open: calls.filter(({ state }) => state === "open").length,
    calls: calls.map(({ id, area, post, state, asked_at, rung, due_at, answered_at, answered_by, note }) => ({
      ...{ id, post, state, rung, note, answeredBy: answered_by },
      area: { id: area, name: findArea(area)?.name ?? { "zh-CN": area, en: area } },
      askedAt: asked_at.toISOString(),
      dueAt: due_at?.toISOString() ?? null,
      answeredAt: answered_at?.toISOString() ?? null,
    })),
  }
}
